package org.layergraft.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepJson;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptEntries;
import org.layergraft.torchscript.ScriptModel;

/**
 * Inputs and loss that an archive carries in its extra file {@code layergraft.json}: {@code {"inputs": [{"name", "dtype", "shape",
 * "low"?, "high"?}], "loss": {"kind": …}}}.
 *
 * @param inputs in the order of forward's arguments; empty when the file names none
 */
public record ModelSettings(List<InputSpec> inputs, Optional<LossSpec> loss) {

    private static final String FILE = "layergraft.json";

    public ModelSettings {
        inputs = List.copyOf(inputs);
    }

    /** @return empty when the archive has no such file; @throws LayergraftException INPUT naming the place that makes no sense */
    public static Optional<ModelSettings> of(ScriptModel model) throws LayergraftException {
        Optional<String> text = ScriptEntries.text(model, ScriptModel.LAYERGRAFT_JSON);
        return text.isEmpty() ? Optional.empty() : Optional.of(parse(text.get(), String.valueOf(model.file())));
    }

    static ModelSettings parse(String text, String file) throws LayergraftException {
        JsonMapper mapper = StepJson.mapper();
        JsonNode root;
        try {
            root = mapper.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw wrong(file, "", notJson.getOriginalMessage());
        }
        var inputs = new ArrayList<InputSpec>();
        for (JsonNode input : root.path("inputs")) {
            inputs.add(input(input, file, "inputs[" + inputs.size() + "]"));
        }
        return new ModelSettings(inputs, loss(root.path("loss"), mapper, file));
    }

    private static InputSpec input(JsonNode node, String file, String place) throws LayergraftException {
        String name = node.path("name").asText("");
        Optional<DType> dtype = DType.named(node.path("dtype").asText(""));
        if (name.isEmpty() || dtype.isEmpty()) {
            throw wrong(file, place, name.isEmpty() ? "name" : "dtype");
        }
        if (!node.path("shape").isArray()) {
            throw wrong(file, place, "shape");
        }
        var sizes = new ArrayList<Long>();
        for (JsonNode size : node.path("shape")) {
            if (!size.canConvertToExactIntegral() || size.asLong() < 0) {
                throw wrong(file, place, "shape");
            }
            sizes.add(size.asLong());
        }
        return new InputSpec(name, dtype.get(), new Shape(sizes), whole(node.path("low")), whole(node.path("high")));
    }

    private static OptionalLong whole(JsonNode node) {
        return node.canConvertToLong() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
    }

    private static Optional<LossSpec> loss(JsonNode node, JsonMapper mapper, String file) throws LayergraftException {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.treeToValue(node, LossSpec.class));
        } catch (JsonProcessingException | IllegalArgumentException unknown) {
            throw wrong(file, "loss", node.toString());
        }
    }

    private static LayergraftException wrong(String file, String place, String what) {
        return LayergraftException.input(
                "experiment", "settings.wrong", file, FILE, place.isEmpty() ? FILE : place, what);
    }
}
