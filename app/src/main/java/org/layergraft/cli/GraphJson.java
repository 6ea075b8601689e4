package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.model.SourcePlace;

/** The JSON of {@code graph}: modules, and the nodes and edges of all their forwards. */
final class GraphJson {

    private GraphJson() {}

    static ObjectNode of(String file, ModelGraph graph) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("model")
                .put("file", file)
                .put("title", graph.title())
                .put("parameters", graph.parameters().size())
                .put("elements", graph.elements());
        ArrayNode modules = root.putArray("modules");
        ArrayNode nodes = root.putArray("nodes");
        ArrayNode edges = root.putArray("edges");
        graph.root().walk().forEach(module -> {
            module(modules.addObject(), module);
            module.forward().nodes().forEach(n -> node(nodes.addObject(), module, n));
            module.forward().edges().forEach(e -> edge(edges.addObject(), e));
        });
        ArrayNode parameters = root.putArray("parameters");
        graph.parameters().forEach(p -> parameter(parameters.addObject(), p));
        strings(root.putArray("warnings"), graph.warnings());
        return root;
    }

    private static void module(ObjectNode json, ModuleNode module) {
        json.put("path", module.path()).put("type", module.type()).put("class", module.className());
        strings(
                json.putArray("children"),
                module.children().stream().map(ModuleNode::path).toList());
        strings(
                json.putArray("parameters"),
                module.parameters().stream().map(Parameter::name).toList());
        strings(
                json.putArray("buffers"),
                module.buffers().stream().map(b -> b.name()).toList());
    }

    private static void node(ObjectNode json, ModuleNode owner, FlowNode node) {
        json.put("id", node.id())
                .put("kind", node.kind().name().toLowerCase(Locale.ROOT))
                .put("label", node.label())
                .put("type", node.type())
                .put("in", owner.path());
        optional(json, "module", node.module());
        optional(json, "block", node.block());
        optional(json, "file", node.place().map(SourcePlace::unit));
        node.place().ifPresentOrElse(p -> json.put("line", p.line()), () -> json.putNull("line"));
    }

    private static void edge(ObjectNode json, FlowEdge edge) {
        json.put("from", edge.from())
                .put("to", edge.to())
                .put("value", edge.value())
                .put("type", edge.type());
    }

    private static void parameter(ObjectNode json, Parameter parameter) {
        json.put("name", parameter.name()).put("module", parameter.module());
        strings(json.putArray("aliases"), parameter.aliases());
        ArrayNode shape = json.putArray("shape");
        parameter.shape().sizes().forEach(shape::add);
        json.put("dtype", parameter.dtype().torchName()).put("requires_grad", parameter.trainable());
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static void optional(ObjectNode json, String field, Optional<String> value) {
        value.ifPresentOrElse(v -> json.put(field, v), () -> json.putNull(field));
    }
}
