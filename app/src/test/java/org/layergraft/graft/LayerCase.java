package org.layergraft.graft;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptWriter;
import org.layergraft.torchscript.Value;

/**
 * A layer with hyper-parameters and an input for it.
 *
 * @param layer as in an edit script, without its name
 * @param integers the input counts instead of measuring
 * @param identity the layer must begin as identity
 */
public record LayerCase(String name, String layer, Shape input, boolean integers, boolean identity) {

    private static final Shape VECTORS = Shape.of(6, 16);
    private static final Shape TOKENS = Shape.of(2, 5, 16);
    private static final Shape IMAGES = Shape.of(2, 8, 7, 9);

    /** Every kind that a value can go through, each in several ways. */
    static List<LayerCase> all() {
        var cases = new ArrayList<LayerCase>();
        on(cases, TOKENS, "linear", "", "'out_features': 7, 'bias': false", "'out_features': 2048");
        on(cases, VECTORS, "linear", "'out_features': 512");
        on(
                cases,
                TOKENS,
                "mlp",
                "",
                "'hidden_features': 256, 'out_features': 3, 'act': 'relu', 'drop': 0.3",
                "'act': 'silu', 'bias': false",
                "'act': 'tanh'",
                "'act': 'sigmoid'");
        cases.add(new LayerCase(
                "embedding",
                "{'kind': 'embedding', 'num_embeddings': 400, 'embedding_dim': 6}",
                Shape.of(3, 4),
                true,
                false));
        on(
                cases,
                Shape.of(2, 8, 20),
                "conv1d",
                "",
                "'out_channels': 64, 'kernel_size': 5, 'stride': 2, 'padding': 1, 'dilation': 2, 'groups': 4, 'bias':"
                        + " false");
        on(
                cases,
                IMAGES,
                "conv2d",
                "",
                "'kernel_size': [3, 5], 'dilation': [2, 1]",
                "'out_channels': 64, 'kernel_size': 1",
                "'out_channels': 2048, 'kernel_size': 2, 'stride': [2, 1], 'groups': 2");
        on(cases, Shape.of(2, 4, 5, 6, 7), "conv3d", "", "'out_channels': 32, 'stride': [1, 2, 2], 'bias': false");
        on(
                cases,
                IMAGES,
                "convtranspose2d",
                "",
                "'out_channels': 32, 'kernel_size': 4, 'stride': 2, 'padding': 1, 'output_padding': [1, 0], 'groups':"
                        + " 2",
                "'dilation': 2, 'bias': false, 'out_channels': 64");
        on(
                cases,
                IMAGES,
                "depthwiseconv2d",
                "",
                "'depth_multiplier': 32, 'kernel_size': 5, 'stride': 2, 'bias': false");
        on(cases, TOKENS, "layernorm", "", "'normalized_shape': [5, 16], 'eps': 0.01", "'elementwise_affine': false");
        on(cases, TOKENS, "rmsnorm", "", "'normalized_shape': [5, 16], 'eps': 0.01", "'elementwise_affine': false");
        on(cases, IMAGES, "groupnorm", "", "'num_groups': 2, 'eps': 0.01", "'num_groups': 4, 'affine': false");
        on(cases, VECTORS, "groupnorm", "'num_groups': 4");
        on(
                cases,
                IMAGES,
                "batchnorm2d",
                "",
                "'momentum': 0.5, 'eps': 0.01, 'affine': false",
                "'track_running_stats': false");
        on(cases, VECTORS, "batchnorm1d", "", "'track_running_stats': false, 'affine': false");
        on(cases, TOKENS, "batchnorm1d", "'momentum': 0.0");
        on(cases, TOKENS, "relu", "", "'inplace': true");
        on(cases, TOKENS, "gelu", "", "'approximate': 'tanh'");
        on(cases, TOKENS, "silu", "", "'inplace': true");
        on(cases, TOKENS, "tanh", "");
        on(cases, TOKENS, "sigmoid", "");
        on(cases, TOKENS, "softmax", "", "'dim': 1");
        on(cases, TOKENS, "dropout", "", "'p': 0.1, 'inplace': true", "'p': 0", "'p': 1");
        on(
                cases,
                Shape.of(2, 5, 32),
                "multiheadattention",
                "",
                "'num_heads': 2, 'batch_first': false, 'bias': false",
                "'num_heads': 4, 'dropout': 1.0");
        on(cases, IMAGES, "seblock", "", "'squeeze_channels': 250");
        on(cases, TOKENS, "positionalembedding", "", "'shape': [5, 1]");
        on(cases, Shape.of(2, 40, 60), "positionalembedding", "'std': 0.5");
        on(cases, IMAGES, "positionalembedding", "");
        identity(cases, TOKENS, "positionalembedding", "'init': 'zeros'");
        identity(cases, TOKENS, "adapter", "", "'bottleneck': 128, 'act': 'relu', 'dropout': 0.2");
        on(cases, TOKENS, "layerscale", "");
        on(cases, IMAGES, "layerscale", "", "'channels_first': false, 'init_values': 0.1");
        identity(cases, IMAGES, "layerscale", "'init_values': 1");
        on(cases, TOKENS, "classificationhead", "", "'pool': 'tokens', 'num_classes': 200", "'pool': 'first'");
        on(cases, IMAGES, "classificationhead", "", "'prior_prob': 0.01, 'num_classes': 3");
        on(
                cases,
                TOKENS,
                "boxhead",
                "",
                "'hidden_dim': 128, 'num_layers': 4",
                "'num_layers': 1",
                "'style': 'linear', 'num_classes': 91");
        on(
                cases,
                TOKENS,
                "custom",
                code("return input * 2. + 1"),
                code(
                        "weight = Parameter(16, 4)  # a matrix",
                        "bias = Parameter(4, init=zeros)",
                        "mean = Buffer(4, init='ones')",
                        "# what a person may type",
                        "x = input @ weight + bias",
                        "",
                        "if self.training:",
                        "\\tx = x * 2.",
                        "else:",
                        "    x = torch.tanh(x)",
                        "n, l, c = x.shape",
                        "x = x * 3.",
                        "x += 1",
                        "for i in range(2):",
                        "    x = (x.relu()",
                        "         - mean[None])",
                        "y = x[:, :, 1:] if c > 3 else x[..., 0:2]",
                        "return y.reshape(n, -1) / 3"));
        return cases;
    }

    private static String code(String... lines) {
        return "'code': '" + String.join("\\n", lines).replace("'ones'", "ones") + "'";
    }

    private static void on(List<LayerCase> cases, Shape input, String kind, String... hypers) {
        add(cases, input, kind, false, hypers);
    }

    private static void identity(List<LayerCase> cases, Shape input, String kind, String... hypers) {
        add(cases, input, kind, true, hypers);
    }

    private static void add(List<LayerCase> cases, Shape input, String kind, boolean identity, String... hypers) {
        for (String given : hypers) {
            String layer = "{'kind': '" + kind + "'" + (given.isEmpty() ? "" : ", " + given) + "}";
            cases.add(new LayerCase(kind + "-" + cases.size(), layer, input, false, identity));
        }
    }

    LayerSpec spec() throws Exception {
        String named = layer.replaceFirst("\\{", "{'name': 'layer', ").replace('\'', '"');
        var edits = EditScript.read("{\"edits\": [{\"op\": \"declare\", \"layer\": " + named + "}]}");
        return ((Edit.Declare) edits.getFirst()).layer();
    }

    Settings settings() throws Exception {
        return LayerSettings.of(spec(), Site.of(input));
    }

    /** Grafted behind the input of a model that does nothing else. */
    ScriptModel model(ScriptModel bare) throws Exception {
        var edit = new Edit.Insert("", BareModel.INPUT, spec(), Edit.Scope.THIS);
        return Grafter.apply(bare, List.of(edit), (_, _) -> Optional.of(input));
    }

    /** @param dtype of the model around it, and so of the layer */
    Path write(Path folder, DType dtype) throws Exception {
        var file = folder.resolve(name + "-" + dtype.torchName() + ".pt");
        ScriptWriter.write(model(bare(dtype)), file);
        return file;
    }

    private static ScriptModel bare(DType dtype) {
        var bare = BareModel.make();
        if (dtype == DType.FLOAT32) {
            return bare;
        }
        var tensor = new NewTensor("p", Shape.of(), new NewTensor.Initializer.Constant(0));
        var code = new TreeMap<>(bare.code());
        code.replaceAll((_, text) -> text.replace("parameters__ = []", "parameters__ = [\"p\", ]")
                .replace("  training :", "  p : Tensor\n  training :"));
        var state = List.<Map.Entry<Value, Value>>of(
                Map.entry(new Value.Text("p"), Declarer.value(tensor, "0", dtype, "cpu")),
                Map.entry(new Value.Text("training"), new Value.Bool(true)));
        var storages = new LinkedHashMap<String, Content>();
        storages.put("0", new Content.InMemory(TensorBytes.of(tensor, dtype, "")));
        var module = new Value.Instance("__torch__.Bare", new Value.Dict(state, ""));
        return bare.with(code, module, storages, bare.others());
    }

    /** By input: all cases for it, side by side in one model whose outputs are theirs. */
    public static SequencedMap<LayerCase, ScriptModel> together() throws Exception {
        var models = new LinkedHashMap<LayerCase, ScriptModel>();
        var done = new HashSet<List<Object>>();
        for (var first : all()) {
            if (!done.add(List.of(first.input, first.integers))) {
                continue;
            }
            var edits = new ArrayList<Edit>();
            for (var tried : all()) {
                // What writes into the common input would spoil it for the others.
                boolean inplace = tried.layer.contains("'inplace': true");
                if (!inplace && tried.input.equals(first.input) && tried.integers == first.integers) {
                    var spec = tried.spec();
                    var named = new LayerSpec(spec.kind(), spec.kind() + edits.size(), spec.hypers());
                    edits.add(new Edit.Branch("", BareModel.INPUT, named, Edit.Use.OUTPUT, 1, Edit.Scope.THIS));
                }
            }
            models.put(first, Grafter.apply(BareModel.make(), edits, (_, _) -> Optional.of(first.input)));
        }
        return models;
    }

    String kind() {
        return name.replaceFirst("-.*", "");
    }
}
