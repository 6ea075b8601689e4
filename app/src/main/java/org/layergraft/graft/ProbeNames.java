package org.layergraft.graft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.layergraft.torchscript.Value;

/**
 * What the recorder and everything about it is called in one model.
 *
 * @param unit of the recorder's class
 * @param recorder attribute that holds it, in every module
 * @param base attribute that tells modules of one class apart
 * @param told method of the root that gives the log
 * @param variable how new variables start
 */
record ProbeNames(String unit, String recorder, String base, String told, String variable) {

    private static final String UNIT = "__torch__/layergraft/probes";

    static ProbeNames in(Map<String, String> code) {
        String unit = UNIT + ".py";
        for (int i = 2; code.containsKey(unit); i++) {
            unit = UNIT + i + ".py";
        }
        var texts = code.values();
        return new ProbeNames(
                unit, fresh("lg_eye", texts), fresh("lg_base", texts), fresh("lg_told", texts), fresh("lgv", texts));
    }

    private static String fresh(String wanted, Collection<String> texts) {
        String name = wanted;
        while (texts.stream().anyMatch(anyName(name))) {
            name += "_";
        }
        return name;
    }

    private static java.util.function.Predicate<String> anyName(String name) {
        return text -> text.contains(name);
    }

    private String space() {
        return unit.substring(0, unit.length() - ".py".length()).replace('/', '.');
    }

    /** Calls of an interface are never inlined: a model's graph grows by one node for each value, not by the recorder. */
    String type() {
        return space() + ".Eye";
    }

    String text() {
        try (InputStream in = ProbeNames.class.getResourceAsStream("recorder.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("__torch__.layergraft.probes", space());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** An empty log. */
    Value.Instance newRecorder() {
        var state = new ArrayList<>(Stream.of("first", "times", "varies", "spent")
                .map(name -> Map.<Value, Value>entry(new Value.Text(name), new Value.Dict(List.of(), "")))
                .toList());
        state.add(Map.entry(new Value.Text("last"), new Value.Int(0)));
        return new Value.Instance(space() + ".Recorder", new Value.Dict(state, ""));
    }

    /** The statement that shows a value to the recorder. */
    String look(String receiver, String value, int number) {
        return "(" + receiver + "." + recorder + ").see(" + value + ", " + receiver + "." + base + ", " + number
                + ", )";
    }
}
