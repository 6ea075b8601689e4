package org.layergraft.ui.switches;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.InputSpec;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** One generated tensor as a person types it. */
public final class InputRow {

    /** Random float32, but rows of x1, y1, x2, y2. */
    static final String BOXES = "boxes";

    public static final List<String> TYPES = List.of(
            "float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool", BOXES);

    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,18})\\s*\\.\\.\\s*(-?\\d{1,18})");

    private final StringProperty name = new SimpleStringProperty();
    private final StringProperty type = new SimpleStringProperty();
    private final StringProperty shape = new SimpleStringProperty();
    private final StringProperty range = new SimpleStringProperty();
    private final ObjectBinding<Read> read;

    /** What the row says: a tensor, or what is wrong with it. */
    private record Read(Optional<InputSpec> spec, Optional<Problem> mistake) {}

    InputRow(String name, String type, String shape, String range) {
        this.name.set(name);
        this.type.set(type);
        this.shape.set(shape);
        this.range.set(range);
        read = Bindings.createObjectBinding(this::read, this.name, this.type, this.shape, this.range);
    }

    static InputRow of(InputSpec spec) {
        boolean boxes = spec.values() == InputSpec.Values.BOXES;
        boolean any = spec.low().isPresent() || spec.high().isPresent();
        return new InputRow(
                spec.name(),
                boxes ? BOXES : spec.dtype().torchName(),
                spec.shape().sizes().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                any ? spec.low().orElse(0) + ".." + spec.high().orElse(boxes ? 32 : 2) : "");
    }

    private Read read() {
        try {
            return new Read(Optional.of(parsed()), Optional.empty());
        } catch (LayergraftException wrong) {
            return new Read(Optional.empty(), Optional.of(wrong.problem()));
        }
    }

    private InputSpec parsed() throws LayergraftException {
        String called = name.get().strip();
        if (called.isEmpty()) {
            throw LayergraftException.input("ui", "inputs.mistake.name");
        }
        var low = OptionalLong.empty();
        var high = OptionalLong.empty();
        if (!range.get().isBlank()) {
            var parts = RANGE.matcher(range.get().strip());
            if (!parts.matches()) {
                throw LayergraftException.input(
                        "ui", "inputs.mistake.range", called, range.get().strip());
            }
            low = OptionalLong.of(Long.parseLong(parts.group(1)));
            high = OptionalLong.of(Long.parseLong(parts.group(2)));
        }
        boolean boxes = type.get().equals(BOXES);
        DType dtype = boxes ? DType.FLOAT32 : DType.named(type.get()).orElseThrow();
        var spec = new InputSpec(
                called, dtype, sizes(called), low, high, boxes ? InputSpec.Values.BOXES : InputSpec.Values.RANDOM);
        spec.check();
        return spec;
    }

    private Shape sizes(String called) throws LayergraftException {
        String text = shape.get().strip().replaceAll("^[\\[(]|[\\])]$", "");
        var sizes = new ArrayList<Long>();
        for (String size : text.isBlank() ? new String[0] : text.split("[,×x]", -1)) {
            if (!size.strip().matches("\\d{1,12}")) {
                throw LayergraftException.input("ui", "inputs.mistake.shape", called, text);
            }
            sizes.add(Long.valueOf(size.strip()));
        }
        return new Shape(sizes);
    }

    Optional<InputSpec> spec() {
        return read.get().spec();
    }

    public Optional<Problem> mistake() {
        return read.get().mistake();
    }

    /** Changes whenever spec or mistake may have. */
    public ObjectBinding<?> readProperty() {
        return read;
    }

    /** Of forward's argument, or {@code targets[0].boxes} for a tensor inside one. */
    public StringProperty nameProperty() {
        return name;
    }

    /** One of {@link #TYPES}. */
    public StringProperty typeProperty() {
        return type;
    }

    /** Sizes with commas; empty for a scalar. */
    public StringProperty shapeProperty() {
        return shape;
    }

    /** {@code 0..24}, or empty. */
    public StringProperty rangeProperty() {
        return range;
    }
}
