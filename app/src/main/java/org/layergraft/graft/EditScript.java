package org.layergraft.graft;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** Edits as JSON: {@code {"edits": [{"op": "declare", "module": "", "layer": {"kind": "linear", "name": "a", …}}, …]}}. */
public final class EditScript {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EditScript() {}

    public static List<Edit> readFile(Path file) throws LayergraftException {
        try {
            return read(Files.readString(file));
        } catch (LayergraftException wrong) {
            throw in(file, wrong);
        } catch (IOException failed) {
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT, Problem.of("graft", "script.unreadable", file), failed);
        }
    }

    /** What is wrong with a script is told with its file. */
    private static LayergraftException in(Path file, LayergraftException wrong) {
        var problem = wrong.problem();
        var arguments = new ArrayList<>(problem.arguments());
        boolean noJson = problem.key().equals("script.json");
        if (noJson) {
            arguments.add(file.toString());
        } else if (!arguments.isEmpty()) {
            arguments.set(0, file + ": " + arguments.getFirst());
        }
        return new LayergraftException(
                wrong.fault(),
                new Problem(problem.area(), noJson ? "script.json.file" : problem.key(), arguments),
                wrong);
    }

    /** @throws LayergraftException INPUT, with the place of what is wrong: {@code edits[2].layer.shape} */
    public static List<Edit> read(String json) throws LayergraftException {
        var top = EditReader.Fields.of(parse(json), "");
        top.only(List.of("edits"));
        return edits(top, "edits");
    }

    static JsonNode parse(String json) throws LayergraftException {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException wrong) {
            var at = wrong.getLocation();
            throw Problems.of(
                    "script.json",
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr(),
                    wrong.getOriginalMessage());
        }
    }

    static List<Edit> edits(EditReader.Fields top, String field) throws LayergraftException {
        var edits = new ArrayList<Edit>();
        var list = top.node(field);
        if (!list.isArray()) {
            throw Problems.of("script.type", field, "a list");
        }
        for (int i = 0; i < list.size(); i++) {
            edits.add(EditReader.edit(EditReader.Fields.of(list.get(i), field + "[" + i + "]")));
        }
        return List.copyOf(edits);
    }

    public static void writeFile(List<Edit> edits, Path file) throws LayergraftException {
        try {
            Files.writeString(file, write(edits));
        } catch (IOException failed) {
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT,
                    Problem.of("graft", "script.unwritable", file, failed.getMessage()),
                    failed);
        }
    }

    /** What {@link #read} reads back as equal edits. */
    public static String write(List<Edit> edits) {
        var root = JsonNodeFactory.instance.objectNode();
        var list = root.putArray("edits");
        edits.forEach(edit -> list.add(EditWriter.json(edit)));
        return root.toPrettyString() + "\n";
    }
}
