package org.layergraft.graft;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.CarriedBase;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ScriptEntries;
import org.layergraft.torchscript.ScriptModel;

/**
 * The edit log inside a saved archive, {@code extra/layergraft/edits.json}, so that the archive can be opened again and what was
 * grafted undone. With it lies what gives the base back; see {@link CarriedBase}.
 */
public final class CarriedLog {

    private static final String FILE = "extra/layergraft/edits.json";

    private CarriedLog() {}

    /**
     * A model as it was opened.
     *
     * @param base what the log starts from: the file's model, or the one it was made from
     * @param rebuilt the base is not the file's model
     * @param warning why a log in the file was not used
     */
    public record Opened(ScriptModel base, EditLog log, boolean rebuilt, Optional<Problem> warning) {}

    /** {@code edited}, which is {@code base} with the log applied, and the log. */
    public static ScriptModel withLog(ScriptModel base, EditLog log, ScriptModel edited) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("fingerprint", CarriedBase.fingerprint(edited));
        var edits = json.putArray("edits");
        log.edits().forEach(edit -> edits.add(EditWriter.json(edit)));
        var undone = json.putArray("undone");
        log.undone().forEach(edit -> undone.add(EditWriter.json(edit)));
        var others = new LinkedHashMap<>(edited.others());
        others.put(FILE, new Content.InMemory(json.toPrettyString().getBytes(StandardCharsets.UTF_8)));
        return CarriedBase.carry(base, edited.with(edited.code(), edited.module(), edited.storages(), others));
    }

    /** A log that is damaged, or of another model, costs nothing but itself: the file opens as it is. */
    public static Opened open(ScriptModel file) {
        if (!file.others().containsKey(FILE) || !CarriedBase.isIn(file)) {
            return new Opened(file, EditLog.EMPTY, false, Optional.empty());
        }
        try {
            return restored(file);
        } catch (LayergraftException unusable) {
            var warning = Problem.of("graft", "carried.unusable", file.file().getFileName(), unusable.getMessage());
            return new Opened(file, EditLog.EMPTY, false, Optional.of(warning));
        }
    }

    private static Opened restored(ScriptModel file) throws LayergraftException {
        var json = EditReader.Fields.of(
                EditScript.parse(ScriptEntries.text(file, FILE).orElseThrow()), "");
        json.only(java.util.List.of("fingerprint", "edits", "undone"));
        var log = new EditLog(EditScript.edits(json, "edits"), EditScript.edits(json, "undone"));
        var base = CustomFile.keep(file, CarriedBase.restore(file));
        String now = CarriedBase.fingerprint(file);
        boolean same = json.text("fingerprint").equals(now)
                && CarriedBase.fingerprint(Grafter.apply(base, log.edits())).equals(now);
        if (!same) {
            throw Problems.of("carried.changed");
        }
        return new Opened(base, log, true, Optional.empty());
    }

    /** A base without the files of custom layers that were kept only for edits that are undone. */
    public static ScriptModel plain(ScriptModel rebuilt) {
        return CustomFile.without(rebuilt);
    }
}
