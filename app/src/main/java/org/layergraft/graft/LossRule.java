package org.layergraft.graft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptEntries;
import org.layergraft.torchscript.ScriptModel;

/** What {@code layergraft.json} says of inputs and loss, as far as an edit must know it or change it. */
final class LossRule {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** What is picked, whatever the reduction. */
    enum Picks {
        /** No rule is known. */
        NOTHING,
        EVERY_FLOATING,
        POSITIONS,
        KEYS
    }

    private final Optional<ObjectNode> json;

    private LossRule(Optional<ObjectNode> json) {
        this.json = json;
    }

    static LossRule of(ScriptModel model) throws LayergraftException {
        var text = ScriptEntries.text(model, ScriptModel.LAYERGRAFT_JSON);
        if (text.isEmpty()) {
            return new LossRule(Optional.empty());
        }
        try {
            return new LossRule(
                    MAPPER.readTree(text.get()) instanceof ObjectNode object ? Optional.of(object) : Optional.empty());
        } catch (JsonProcessingException broken) {
            throw Problems.of("loss.unreadable", ScriptModel.LAYERGRAFT_JSON);
        }
    }

    private String loss(String field) {
        return json.map(j -> j.path("loss").path(field).asText("")).orElse("");
    }

    Picks picks() {
        return switch (loss("kind")) {
            case "sum", "mean", "square" -> Picks.EVERY_FLOATING;
            case "outputs" -> Picks.POSITIONS;
            case "keys" -> Picks.KEYS;
            default -> Picks.NOTHING;
        };
    }

    /** {@code sum}, {@code mean} or {@code square}. */
    String reduction() {
        return switch (loss("kind")) {
            case "mean", "square" -> loss("kind");
            case "outputs" -> loss("reduce").isEmpty() ? "sum" : loss("reduce").toLowerCase(Locale.ROOT);
            case "keys" -> "mean";
            default -> "sum";
        };
    }

    /** The text every key of a loss contains. */
    String keyText() {
        return loss("contains").isEmpty() ? "loss" : loss("contains");
    }

    /** The same reduction over these outputs only. */
    byte[] pinned(List<Integer> positions) {
        var loss = JsonNodeFactory.instance.objectNode().put("kind", "outputs");
        var use = loss.putArray("use");
        positions.forEach(use::add);
        loss.put("reduce", reduction());
        return with(loss);
    }

    /** The same rule and one more position. */
    byte[] also(int position) {
        var loss = (ObjectNode) json.orElseThrow().get("loss").deepCopy();
        loss.withArray("use").add(position);
        return with(loss);
    }

    private byte[] with(ObjectNode loss) {
        var changed = json.orElseThrow().deepCopy();
        changed.set("loss", loss);
        return changed.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Shapes of the root's inputs by name. */
    Map<String, Shape> inputs() {
        var found = new HashMap<String, Shape>();
        json.ifPresent(j -> j.path("inputs").forEach(input -> {
            var sizes = new ArrayList<Long>();
            input.path("shape").forEach(size -> sizes.add(size.asLong()));
            found.put(input.path("name").asText(""), new Shape(sizes));
        }));
        return found;
    }
}
