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
 * "low"?, "high"?, "values"?}], "loss": {"kind": …}}}. An input may also be {@code {"name", "list": [INPUT, …]}} or {@code {"name",
 * "dict": {"key": INPUT, …}}}, where an INPUT inside needs no name.
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
            String name = input.path("name").asText("");
            String place = "inputs[" + inputs.size() + "]";
            if (name.isEmpty()) {
                throw wrong(file, place, "name");
            }
            input(input, name, file, place, inputs);
        }
        return new ModelSettings(inputs, loss(root.path("loss"), mapper, file));
    }

    /** A tensor, or a list or dictionary of such, as tensors whose names say where they belong. */
    private static void input(JsonNode node, String name, String file, String place, List<InputSpec> into)
            throws LayergraftException {
        if (node.path("list").isArray()) {
            int i = 0;
            for (JsonNode item : node.path("list")) {
                input(item, name + "[" + i + "]", file, place + ".list[" + i + "]", into);
                i++;
            }
        } else if (node.path("dict").isObject()) {
            for (var entry : node.path("dict").properties()) {
                if (!entry.getKey().matches("\\w+")) {
                    throw wrong(file, place, entry.getKey());
                }
                input(entry.getValue(), name + "." + entry.getKey(), file, place + ".dict." + entry.getKey(), into);
            }
        } else {
            into.add(tensor(node, name, file, place));
        }
    }

    private static InputSpec tensor(JsonNode node, String name, String file, String place) throws LayergraftException {
        Optional<DType> dtype = DType.named(node.path("dtype").asText(""));
        if (dtype.isEmpty()) {
            throw wrong(file, place, "dtype");
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
        String values = node.path("values").asText("random");
        if (!values.equals("random") && !values.equals("boxes")) {
            throw wrong(file, place, "values");
        }
        return new InputSpec(
                name,
                dtype.get(),
                new Shape(sizes),
                whole(node.path("low")),
                whole(node.path("high")),
                values.equals("boxes") ? InputSpec.Values.BOXES : InputSpec.Values.RANDOM);
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
