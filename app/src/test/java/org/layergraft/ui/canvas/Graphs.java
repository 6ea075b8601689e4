package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.layergraft.model.DType;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;

/** Models made by hand, so that these tests need no archive. */
final class Graphs {

    private Graphs() {}

    static FlowNode node(String id, FlowNode.Kind kind, String label, String type, String block) {
        Optional<String> module =
                kind == FlowNode.Kind.CALL ? Optional.of(id.replaceAll("#\\d+$", "")) : Optional.empty();
        return new FlowNode(
                id, kind, label, type, module, Optional.of(block).filter(b -> !b.isEmpty()), Optional.empty());
    }

    static FlowNode call(String path, String type) {
        return node(path, FlowNode.Kind.CALL, path, type, "");
    }

    static FlowNode operator(String id, String label) {
        return node(id, FlowNode.Kind.OPERATOR, label, "Tensor", "");
    }

    static FlowEdge edge(String from, String to) {
        return new FlowEdge(from, to, "x", "Tensor");
    }

    static Parameter parameter(String name, long... shape) {
        return new Parameter(name, List.of(), Shape.of(shape), DType.FLOAT32, true);
    }

    static ModuleNode leaf(String path, String type, long... weight) {
        var own = List.of(parameter(path + ".weight", weight), parameter(path + ".bias", weight[0]));
        String op = type.toLowerCase(Locale.ROOT);
        var nodes = List.of(
                node(path + "/@x", FlowNode.Kind.INPUT, "x", "Tensor", ""),
                node(path + "/.weight", FlowNode.Kind.PARAMETER, "weight", "Tensor", ""),
                node(path + "/.bias", FlowNode.Kind.PARAMETER, "bias", "Tensor", ""),
                operator(path + "/" + op, op),
                node(path + "/@return", FlowNode.Kind.OUTPUT, "return", "Tensor", ""));
        var edges = List.of(
                edge(path + "/@x", path + "/" + op),
                edge(path + "/.weight", path + "/" + op),
                edge(path + "/.bias", path + "/" + op),
                edge(path + "/" + op, path + "/@return"));
        return module(path, type, List.of(), own, new Flow(nodes, edges));
    }

    static ModuleNode module(String path, String type, List<ModuleNode> children, List<Parameter> own, Flow forward) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        return new ModuleNode(path, name, type, "__torch__." + type, children, own, List.of(), forward);
    }

    /** A small detector: two encoder layers with residuals, a block, an unused head and an unused class_embed. */
    static ModelGraph detector() {
        var layers = new ArrayList<ModuleNode>();
        var nodes = new ArrayList<FlowNode>();
        var edges = new ArrayList<FlowEdge>();
        nodes.add(node("/@src", FlowNode.Kind.INPUT, "src", "Tensor", ""));
        nodes.add(node("/@mask", FlowNode.Kind.INPUT, "mask", "Optional[Tensor]", ""));
        nodes.add(call("input_proj", "Conv2d"));
        nodes.add(operator("/flatten", "flatten"));
        nodes.add(operator("/permute", "permute"));
        edges.add(edge("/@src", "input_proj"));
        edges.add(edge("input_proj", "/flatten"));
        edges.add(edge("/flatten", "/permute"));
        String last = "/permute";
        for (int i = 0; i < 2; i++) {
            String path = "encoder.layers." + i;
            layers.add(encoderLayer(path));
            nodes.add(call(path, "EncoderLayer"));
            edges.add(edge(last, path));
            edges.add(edge("/@mask", path));
            last = path;
        }
        nodes.add(node("/if", FlowNode.Kind.BLOCK, "if self.training", "", ""));
        nodes.add(node("/dropout", FlowNode.Kind.OPERATOR, "dropout", "Tensor", "/if"));
        nodes.add(node("/mul", FlowNode.Kind.OPERATOR, "mul", "Tensor", "/if"));
        nodes.add(call("norm", "LayerNorm"));
        nodes.add(call("cls_branch", "Linear"));
        nodes.add(call("reg_branch", "Linear"));
        nodes.add(operator("/sigmoid", "sigmoid"));
        nodes.add(node("/@return", FlowNode.Kind.OUTPUT, "return", "Tuple[Tensor, Tensor]", ""));
        edges.addAll(List.of(
                edge(last, "/dropout"),
                edge("/dropout", "/mul"),
                edge("/mul", "norm"),
                edge("norm", "cls_branch"),
                edge("norm", "reg_branch"),
                edge("reg_branch", "/sigmoid"),
                edge("cls_branch", "/@return"),
                edge("/sigmoid", "/@return")));
        var children = List.of(
                leaf("input_proj", "Conv2d", 256, 64, 1, 1),
                module(
                        "encoder",
                        "Encoder",
                        List.of(module("encoder.layers", "ModuleList", layers, List.of(), Flow.EMPTY)),
                        List.of(),
                        Flow.EMPTY),
                leaf("norm", "LayerNorm", 256),
                leaf("cls_branch", "Linear", 80, 256),
                leaf("reg_branch", "Linear", 4, 256),
                leaf("aux_head", "Linear", 80, 256));
        var root = module("", "Detector", children, List.of(parameter("class_embed", 32, 512)), new Flow(nodes, edges));
        return model("detector.pt", root);
    }

    private static ModuleNode encoderLayer(String path) {
        var children = List.of(
                leaf(path + ".self_attn", "MultiheadAttention", 768, 256),
                leaf(path + ".linear1", "Linear", 1024, 256),
                leaf(path + ".linear2", "Linear", 256, 1024),
                leaf(path + ".norm1", "LayerNorm", 256),
                leaf(path + ".norm2", "LayerNorm", 256));
        var nodes = List.of(
                node(path + "/@src", FlowNode.Kind.INPUT, "src", "Tensor", ""),
                call(path + ".self_attn", "MultiheadAttention"),
                operator(path + "/add", "add"),
                call(path + ".norm1", "LayerNorm"),
                call(path + ".linear1", "Linear"),
                operator(path + "/relu", "relu"),
                call(path + ".linear2", "Linear"),
                operator(path + "/add#2", "add"),
                call(path + ".norm2", "LayerNorm"),
                node(path + "/@return", FlowNode.Kind.OUTPUT, "return", "Tensor", ""));
        var edges = List.of(
                edge(path + "/@src", path + ".self_attn"),
                edge(path + "/@src", path + "/add"),
                edge(path + ".self_attn", path + "/add"),
                edge(path + "/add", path + ".norm1"),
                edge(path + ".norm1", path + ".linear1"),
                edge(path + ".norm1", path + "/add#2"),
                edge(path + ".linear1", path + "/relu"),
                edge(path + "/relu", path + ".linear2"),
                edge(path + ".linear2", path + "/add#2"),
                edge(path + "/add#2", path + ".norm2"),
                edge(path + ".norm2", path + "/@return"));
        return module(path, "EncoderLayer", children, List.of(), new Flow(nodes, edges));
    }

    static ModelGraph model(String title, ModuleNode root) {
        var all = root.walk().flatMap(m -> m.parameters().stream()).toList();
        return new ModelGraph(title, root, all, List.of());
    }

    /** A chain of residual blocks with {@code count} nodes in all. */
    static Flow residual(int count) {
        var nodes = new ArrayList<FlowNode>();
        var edges = new ArrayList<FlowEdge>();
        nodes.add(node("/@x", FlowNode.Kind.INPUT, "x", "Tensor", ""));
        for (int i = 1; i < count; i++) {
            nodes.add(
                    i % 5 == 0
                            ? operator("/add#" + i, "add")
                            : call("blocks." + i, i % 2 == 0 ? "Conv2d" : "BatchNorm2d"));
            edges.add(edge(nodes.get(i - 1).id(), nodes.get(i).id()));
            if (i % 5 == 0) {
                edges.add(edge(nodes.get(i - 5).id(), nodes.get(i).id()));
            }
        }
        return new Flow(nodes, edges);
    }

    /** {@code chains} chains side by side from one input, {@code count} nodes in all but a few. */
    static Flow wide(int chains, int count) {
        var nodes = new ArrayList<FlowNode>();
        var edges = new ArrayList<FlowEdge>();
        nodes.add(node("/@x", FlowNode.Kind.INPUT, "x", "Tensor", ""));
        for (int i = 1; i < count; i++) {
            nodes.add(
                    i % 5 == 0
                            ? operator("/add#" + i, "add")
                            : call("blocks." + i, i % 2 == 0 ? "Conv2d" : "BatchNorm2d"));
            edges.add(edge(nodes.get(Math.max(0, i - chains)).id(), nodes.get(i).id()));
        }
        return new Flow(nodes, edges);
    }

    /** Any flow: edges mostly onward, some back, some double, some nodes in nested blocks. */
    static Flow random(long seed, int count) {
        var random = new Random(seed);
        var nodes = new ArrayList<FlowNode>();
        var edges = new ArrayList<FlowEdge>();
        var blocks = new ArrayList<String>(List.of("", "", ""));
        for (int i = 0; i < count; i++) {
            String block = blocks.get(random.nextInt(blocks.size()));
            boolean opensBlock = random.nextInt(8) == 0;
            var kind = opensBlock ? FlowNode.Kind.BLOCK : FlowNode.Kind.values()[random.nextInt(5)];
            String id = kind == FlowNode.Kind.CALL ? "m" + i : "/n" + i;
            nodes.add(node(id, kind, "n" + "x".repeat(random.nextInt(30)), "T", block));
            if (opensBlock) {
                blocks.add(id);
            }
            for (int k = random.nextInt(3); k > 0 && i > 0; k--) {
                String other = nodes.get(random.nextInt(i)).id();
                edges.add(random.nextInt(10) == 0 ? edge(id, other) : edge(other, id));
            }
        }
        return new Flow(nodes, edges);
    }
}
