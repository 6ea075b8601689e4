package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.layergraft.model.DType;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;

/** Models made of code alone: the object tree follows from the declarations. And a graph as text, to compare. */
final class Golden {

    private Golden() {}

    static TreeMap<String, String> code(String folder) throws IOException, URISyntaxException {
        var root = Path.of(Golden.class.getResource(folder).toURI());
        var code = new TreeMap<String, String>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(f -> f.toString().endsWith(".py")).toList()) {
                code.put(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        assertTrue(!code.isEmpty(), folder);
        return code;
    }

    static String text(String name) throws IOException, URISyntaxException {
        return Files.readString(Path.of(Golden.class.getResource(name).toURI()));
    }

    /** @param same instances that are one object: the second path holds what the first holds */
    static ScriptModel model(TreeMap<String, String> code, String className, Map<String, String> same)
            throws LayergraftException {
        var parsed = ScriptCode.parse(code);
        var made = new HashMap<String, Value>();
        var root = instance(parsed, className, "", same, made);
        return new ScriptModel(
                Path.of("golden.pt"), "golden", code, root, new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    private static Value.Instance instance(
            ScriptCode code, String className, String path, Map<String, String> same, Map<String, Value> made) {
        var entries = new ArrayList<Map.Entry<Value, Value>>();
        for (var attribute : code.find(className).orElseThrow().attributes()) {
            var childPath = path.isEmpty() ? attribute.name() : path + "." + attribute.name();
            Value value;
            if (same.containsKey(childPath)) {
                value = made.get(same.get(childPath));
            } else if (attribute.type().startsWith("__torch__.")) {
                value = instance(code, attribute.type(), childPath, same, made);
            } else if (attribute.type().equals("Tensor")) {
                value = new Value.Tensor(
                        childPath, "FloatStorage", "cpu", 4, 0, Shape.of(4), List.of(1L), true, DType.FLOAT32);
            } else if (attribute.type().startsWith("Final")) {
                continue;
            } else {
                value = new Value.None();
            }
            made.put(childPath, value);
            entries.add(Map.entry(new Value.Text(attribute.name()), value));
        }
        return new Value.Instance(className, new Value.Dict(entries, ""));
    }

    static String describe(ScriptModel model, ModelGraph graph) {
        var lines = new ArrayList<String>();
        graph.parameters().forEach(p -> lines.add("parameter " + p.name() + " " + p.aliases()));
        graph.warnings().forEach(w -> lines.add("warning " + w));
        graph.root().walk().forEach(m -> module(model, m, lines));
        return lines.stream().collect(Collectors.joining("\n")) + "\n";
    }

    private static void module(ScriptModel model, ModuleNode module, List<String> lines) {
        lines.add("module " + module.path() + " : " + module.type());
        for (var node : module.forward().nodes()) {
            var place = node.place().orElseThrow();
            var text = model.code().get(place.unit()).substring(place.start(), place.end());
            lines.add("  " + node.kind() + " " + node.id() + " : " + node.type()
                    + node.block().map(b -> " in " + b).orElse("") + " = "
                    + text.lines().findFirst().orElse(""));
        }
        for (var edge : module.forward().edges()) {
            lines.add("  " + edge.from() + " -> " + edge.to() + " " + edge.value() + ":" + edge.type());
        }
    }
}
