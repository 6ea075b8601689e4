package org.layergraft.graft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.layergraft.model.Shape;

/**
 * A layer as Python writes it: a call of torch.nn's class, or of a class of ours that stands in {@code python/<kind>.py}. Both are called
 * with every hyper-parameter by its name.
 */
final class PythonLayer {
    /** Functions that code in an archive finds in {@code torch} and Python in {@code torch.nn.functional}. */
    private static final Pattern FUNCTIONAL = Pattern.compile(
            "torch\\.(linear|gelu|silu|adaptive_avg_pool2d|leaky_relu|elu|softplus|hardtanh|log_sigmoid)\\(");

    private final LayerKind kind;
    private final String name;
    private final Settings settings;

    PythonLayer(LayerKind kind, String name, Settings settings) {
        this.kind = kind;
        this.name = name;
        this.settings = settings;
    }

    /** The statement that gives {@code owner}, a Python expression, the layer. */
    String assignment(String owner) {
        return kind.id().equals("buffer")
                ? owner + ".register_buffer(\"" + name + "\", " + tensor(only()) + ")"
                : owner + "." + name + " = " + constructor();
    }

    /** {@code nn.Linear(in_features=256, out_features=80, bias=True)}. */
    String constructor() {
        if (kind.id().equals("parameter")) {
            return "nn.Parameter(" + tensor(only()) + ")";
        }
        if (CustomKinds.isFile(kind, settings)) {
            return "torch.jit.load(" + quoted(settings.word("file")) + ")";
        }
        if (kind.id().equals(CustomKinds.ID)) {
            return typed() + "()";
        }
        String arguments = settings.values().entrySet().stream()
                .map(e -> e.getKey() + "=" + literal(e.getValue()))
                .collect(Collectors.joining(", "));
        return (twin().isPresent() ? "" : "nn.") + kind.label() + "(" + arguments + ")";
    }

    /** The class that must be written before {@link #constructor} can be, where torch.nn has none. */
    Optional<String> definition() {
        return kind.id().equals(CustomKinds.ID) && !CustomKinds.isFile(kind, settings)
                ? Optional.of(typedClass())
                : twin();
    }

    private NewTensor only() {
        return kind.blueprint().apply(settings).tensors().getFirst();
    }

    private Optional<String> twin() {
        try (var source = PythonLayer.class.getResourceAsStream("python/" + kind.id() + ".py")) {
            return source == null
                    ? Optional.empty()
                    : Optional.of(new String(source.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** {@code my_gate} is called {@code MyGate}. */
    private String typed() {
        return Pattern.compile("(?:^|_+)(\\w?)")
                .matcher(name)
                .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    }

    private String typedClass() {
        var made = kind.blueprint().apply(settings);
        var text = new StringBuilder("class " + typed() + "(nn.Module):\n");
        text.append("    def __init__(self):\n        super().__init__()\n");
        for (var tensor : made.tensors()) {
            text.append("        ")
                    .append(
                            tensor.isParameter()
                                    ? "self." + tensor.name() + " = nn.Parameter(" + tensor(tensor) + ")"
                                    : "self.register_buffer(\"" + tensor.name() + "\", " + tensor(tensor) + ")")
                    .append('\n');
        }
        text.append("\n    def forward(self, input):\n");
        made.tensors().forEach(t -> text.append("        " + t.name() + " = self." + t.name() + "\n"));
        made.body().forEach(line -> text.append("        ").append(python(line)).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String python(String statement) {
        return FUNCTIONAL.matcher(statement).replaceAll("F.$1(");
    }

    private static String tensor(NewTensor tensor) {
        String sizes = sizes(tensor.shape());
        return switch (tensor.initializer()) {
            case NewTensor.Initializer.Constant(double value) when value == 0 -> "torch.zeros(" + sizes + ")";
            case NewTensor.Initializer.Constant(double value) when value == 1 -> "torch.ones(" + sizes + ")";
            case NewTensor.Initializer.Constant(double value) ->
                "torch.full(" + sizes + ", " + Literals.real(value) + ")";
            case NewTensor.Initializer.Normal(double std) when std == 1 -> "torch.randn(" + sizes + ")";
            case NewTensor.Initializer.Normal(double std) -> "torch.randn(" + sizes + ") * " + Literals.real(std);
            case NewTensor.Initializer.Uniform(double bound) ->
                "torch.empty(" + sizes + ").uniform_(" + Literals.real(-bound) + ", " + Literals.real(bound) + ")";
        };
    }

    private static String sizes(Shape shape) {
        return literal(new Hyper.Wholes(shape.sizes()));
    }

    static String literal(Hyper value) {
        return switch (value) {
            case Hyper.Whole(long whole) -> Long.toString(whole);
            case Hyper.Real(double real) -> Literals.real(real);
            case Hyper.Flag(boolean flag) -> flag ? "True" : "False";
            case Hyper.Word(String word) -> quoted(word);
            case Hyper.Wholes(var list) ->
                list.size() == 1
                        ? "(" + list.getFirst() + ",)"
                        : list.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
        };
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** What a module of a path is called in Python, from the model on. */
    static String member(String model, String path) {
        var text = new StringBuilder(model);
        for (String part : path.isEmpty() ? new String[0] : path.split("\\.")) {
            if (part.matches("\\d+")) {
                text.append('[').append(part).append(']');
            } else {
                text.append('.').append(part);
            }
        }
        return text.toString();
    }
}
