package org.layergraft.graft;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.layergraft.model.DType;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Value;

/**
 * A typed layer on its own, for libtorch to load: loading compiles it. What libtorch says is told in the lines of the user's text.
 *
 * @param model an archive that is the layer
 */
public record CustomTrial(ScriptModel model, int headLines, int lines) {

    private static final Pattern PLACE = Pattern.compile("File \"code/__torch__\\.py\", line (\\d{1,6})");
    private static final String CLASS = "__torch__." + CustomKinds.LABEL;

    /**
     * @param line in the text, from 1; empty where libtorch names none
     * @param message its first sentence
     */
    public record Complaint(Optional<Integer> line, String message) {}

    /**
     * @param layer of kind custom, with code
     * @throws LayergraftException when its declarations are wrong already
     */
    public static CustomTrial of(LayerSpec layer) throws LayergraftException {
        var settings = LayerSettings.of(layer, Site.UNKNOWN);
        var code = CustomCode.parse(settings.word("code"));
        var blueprint = code.blueprint();
        String text = LayerText.of(blueprint, CLASS, Map.of());
        int body = blueprint.body().size();
        var bare = BareModel.make();
        var storages = new LinkedHashMap<String, Content>();
        var state = new LinkedHashMap<String, Value>();
        for (var tensor : blueprint.tensors()) {
            String key = Integer.toString(storages.size());
            // Values do not matter here, and zeros are quickly made.
            var zeros =
                    new NewTensor(tensor.name(), tensor.shape(), new NewTensor.Initializer.Constant(0), tensor.role());
            storages.put(key, new Content.InMemory(TensorBytes.of(zeros, DType.FLOAT32, "")));
            state.put(tensor.name(), Declarer.value(zeros, key, DType.FLOAT32, "cpu"));
        }
        state.put("training", new Value.Bool(true));
        var entries = state.entrySet().stream()
                .map(e -> Map.<Value, Value>entry(new Value.Text(e.getKey()), e.getValue()))
                .toList();
        var model = new ScriptModel(
                Path.of("custom.pt").toAbsolutePath(),
                "custom",
                new TreeMap<>(Map.of("__torch__.py", text)),
                new Value.Instance(CLASS, new Value.Dict(entries, "")),
                storages,
                bare.others());
        return new CustomTrial(model, (int) text.lines().count() - body, body);
    }

    /** What libtorch's message means to whoever typed the text. */
    public Complaint complaint(String libtorch) {
        var place = PLACE.matcher(libtorch);
        String first = (place.find() ? libtorch.substring(0, place.start()) : libtorch)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((a, b) -> a + " " + b)
                .orElse("")
                .replaceFirst("\\s*(here)?\\s*:?\\s*$", "");
        place.reset();
        Optional<Integer> line = Optional.empty();
        // Innermost last, where one function calls another: there is one function here.
        while (place.find()) {
            int found = Integer.parseInt(place.group(1)) - headLines;
            line = Optional.of(Math.clamp(found, 1, lines));
        }
        return new Complaint(line, first);
    }
}
