package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.model.DType;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.model.Seen;
import org.layergraft.model.ShapeReport;
import org.layergraft.model.SourcePlace;
import org.layergraft.text.Texts;

/** The JSON of {@code graph}: modules, and the nodes and edges of all their forwards. */
final class GraphJson {

    private GraphJson() {}

    /** @param shapes what a forward showed, if one was run: then nodes and edges say what they looked like */
    static ObjectNode of(String file, ModelGraph graph, Optional<ShapeReport> shapes) {
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
            module.forward().nodes().forEach(n -> {
                ObjectNode json = node(nodes.addObject(), module, n);
                shapes.ifPresent(s -> seen(json, s.of(n.id())));
                shapes.flatMap(s -> Optional.ofNullable(s.milliseconds().get(n.id())))
                        .ifPresent(ms -> json.put("milliseconds", ms));
            });
            module.forward().edges().forEach(e -> {
                ObjectNode json = edge(edges.addObject(), e);
                shapes.ifPresent(s -> seen(json, s.of(e)));
            });
        });
        ArrayNode parameters = root.putArray("parameters");
        graph.parameters().forEach(p -> parameter(parameters.addObject(), p));
        strings(
                root.putArray("warnings"),
                graph.warnings().stream().map(new Texts(Locale.ENGLISH)::get).toList());
        shapes.ifPresent(s -> {
            ObjectNode json = root.putObject("shapes").put("device", s.device());
            strings(json.putArray("unmeasured"), s.unmeasured());
            Optional.ofNullable(s.milliseconds().get("")).ifPresent(ms -> json.put("milliseconds", ms));
            optional(json, "failure", s.failure());
        });
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

    private static ObjectNode node(ObjectNode json, ModuleNode owner, FlowNode node) {
        json.put("id", node.id())
                .put("kind", node.kind().name().toLowerCase(Locale.ROOT))
                .put("label", node.label())
                .put("type", node.type())
                .put("in", owner.path());
        optional(json, "module", node.module());
        optional(json, "block", node.block());
        optional(json, "file", node.place().map(SourcePlace::unit));
        node.place().ifPresentOrElse(p -> json.put("line", p.line()), () -> json.putNull("line"));
        return json;
    }

    private static ObjectNode edge(ObjectNode json, FlowEdge edge) {
        return json.put("from", edge.from())
                .put("to", edge.to())
                .put("value", edge.value())
                .put("type", edge.type());
    }

    /** {@code times} is null where nobody looked, 0 where it did not run. */
    private static void seen(ObjectNode json, Optional<Seen> seen) {
        if (seen.isEmpty()) {
            json.putNull("times");
            return;
        }
        json.put("times", seen.get().times()).put("varies", seen.get().varies());
        ArrayNode tensors = json.putArray("tensors");
        for (Seen.Tensor tensor : seen.get().tensors()) {
            ObjectNode one = tensors.addObject().put("name", tensor.name());
            tensor.shape().sizes().forEach(one.putArray("shape")::add);
            optional(one, "dtype", tensor.dtype().map(DType::torchName));
            one.put("device", tensor.device());
        }
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
