package org.layergraft.diagnosis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.layergraft.step.Gradient;
import org.layergraft.step.IdleRows;
import org.layergraft.text.Texts;

/** The coverage table as JSON: one object per parameter. Names and order are a promise to other programs. */
public final class CoverageJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CoverageJson() {}

    /** @param texts reasons are told in this language */
    public static ArrayNode of(List<Coverage> rows, Texts texts) {
        ArrayNode all = JSON.arrayNode();
        rows.forEach(row -> write(all.addObject(), row, texts));
        return all;
    }

    private static void write(ObjectNode node, Coverage row, Texts texts) {
        node.put("parameter", row.parameter().name());
        ArrayNode shape = node.putArray("shape");
        row.parameter().shape().sizes().forEach(shape::add);
        node.put("dtype", row.parameter().dtype().torchName());
        number(node, "bucket", row.bucket());
        number(node, "ready", row.ready());
        ArrayNode ranks = node.putArray("ranks");
        for (Gradient gradient : row.ranks()) {
            ObjectNode rank = ranks.addObject();
            rank.put("state", gradient.state().name().toLowerCase(Locale.ROOT));
            real(rank, "norm", gradient.norm());
            rank.put("nonzero", gradient.nonzero());
            real(rank, "weight", gradient.weight());
            real(rank, "update", gradient.update());
            gradient.idle().ifPresentOrElse(i -> idle(rank.putObject("idle_rows"), i), () -> rank.putNull("idle_rows"));
        }
        row.reason()
                .ifPresentOrElse(
                        why -> {
                            ObjectNode reason = node.putObject("reason")
                                    .put("id", why.id())
                                    .put("text", texts.get(why.text()))
                                    .put("module", why.module());
                            number(reason, "line", why.line());
                            why.node().ifPresentOrElse(n -> reason.put("node", n), () -> reason.putNull("node"));
                        },
                        () -> node.putNull("reason"));
        node.put("trainable", row.parameter().trainable());
    }

    /** Slices along the first dimension that never got a gradient; spans include both ends, and may end before all are told. */
    private static void idle(ObjectNode node, IdleRows idle) {
        node.put("rows", idle.rows()).put("idle", idle.idle());
        ArrayNode spans = node.putArray("spans");
        idle.spans().forEach(s -> spans.addArray().add(s.first()).add(s.last()));
    }

    private static void number(ObjectNode node, String field, OptionalInt value) {
        value.ifPresentOrElse(v -> node.put(field, v), () -> node.putNull(field));
    }

    private static void real(ObjectNode node, String field, OptionalDouble value) {
        value.ifPresentOrElse(v -> node.put(field, v), () -> node.putNull(field));
    }
}
