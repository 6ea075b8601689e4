package org.layergraft.ui.newlayer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.graft.Follows;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.HyperKind;

/** One hyper-parameter as text. An empty text leaves it out: it then follows from the place or has its usual value. */
public final class HyperField {

    private static final Pattern REAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private final HyperKind kind;
    private final StringProperty text = new SimpleStringProperty();
    private final ReadOnlyStringWrapper found = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper counts = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    /** @param usual what to begin with where the kind has no value of its own and none follows from the place */
    HyperField(HyperKind kind, Hyper.Wholes usual) {
        this.kind = kind;
        boolean sizes = kind.type() == HyperKind.Type.WHOLES && mustBeGiven();
        // What follows from the place is left empty, although some value would do where the place tells nothing.
        boolean follows = kind.follows().anywhere();
        text.set(follows ? "" : kind.initial().map(HyperField::show).orElse(sizes ? show(usual) : ""));
    }

    /** What only a replaced module tells is left empty there, unless another value than the usual one was typed. */
    void follow(boolean replaced) {
        String usual = kind.initial().map(HyperField::show).orElse("");
        boolean told = kind.follows() != Follows.NOTHING && !kind.follows().anywhere();
        String untouched = replaced ? usual : "";
        if (told && text.get().equals(untouched)) {
            text.set(replaced ? "" : usual);
        }
    }

    public HyperKind kind() {
        return kind;
    }

    public StringProperty textProperty() {
        return text;
    }

    /** What counts while the text is empty, or "". */
    public ReadOnlyStringProperty foundProperty() {
        return found.getReadOnlyProperty();
    }

    /** What is wrong with the text, in words, or "". */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Does it make a difference there? */
    public ReadOnlyBooleanProperty countsProperty() {
        return counts.getReadOnlyProperty();
    }

    void count(boolean on) {
        counts.set(on);
    }

    void tell(Optional<Hyper> filled, String wrong) {
        found.set(filled.filter(_ -> text.get().isBlank()).map(HyperField::show).orElse(""));
        problem.set(wrong);
    }

    /** Is the text something this hyper-parameter can be? Ranges are checked by whoever applies the edit. */
    boolean isValid() {
        return text.get().isBlank() ? !mustBeGiven() : value().isPresent();
    }

    /** Is it left out and should follow from the place, which does not tell? */
    boolean isUnknown() {
        boolean follows = kind.follows() != Follows.NOTHING && kind.follows().anywhere();
        return follows && kind.required() && text.get().isBlank() && found.get().isEmpty();
    }

    private boolean mustBeGiven() {
        return kind.required() && !kind.follows().anywhere() && found.get().isEmpty();
    }

    Optional<Hyper> value() {
        String typed = text.get().strip();
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (kind.type()) {
                        case WHOLE -> new Hyper.Whole(Long.parseLong(typed));
                        case REAL -> new Hyper.Real(real(typed));
                        case FLAG -> new Hyper.Flag(Boolean.parseBoolean(typed));
                        case WORD, TEXT -> new Hyper.Word(typed);
                        case WHOLES -> new Hyper.Wholes(wholes(typed));
                    });
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Sizes however people write them: {@code 32, 512}, {@code 32×512}, {@code [32 512]}, {@code 32x512}. */
    private static List<Long> wholes(String typed) {
        var sizes = new ArrayList<Long>();
        for (String part : typed.replaceAll("[\\[\\]()（）]", " ").strip().split("\\s*[,，;×xX*]\\s*|\\s+", -1)) {
            sizes.add(Long.parseLong(part));
        }
        return sizes;
    }

    /** A number as people write it; Java would also read {@code NaN}, {@code 1d} and {@code 0x1p3}. */
    static double real(String typed) {
        if (!REAL.matcher(typed).matches()) {
            throw new NumberFormatException(typed);
        }
        double number = Double.parseDouble(typed);
        if (Double.isInfinite(number)) {
            throw new NumberFormatException(typed);
        }
        return number;
    }

    private static String show(Hyper value) {
        return switch (value) {
            case Hyper.Whole(long whole) -> Long.toString(whole);
            case Hyper.Real(double real) -> show(real);
            case Hyper.Flag(boolean flag) -> Boolean.toString(flag);
            case Hyper.Word(String word) -> word;
            case Hyper.Wholes(List<Long> list) ->
                list.stream().map(String::valueOf).collect(Collectors.joining(", "));
        };
    }

    /** As people write it: {@code 16}, {@code 0.1}, {@code 1e-5}. */
    private static String show(double real) {
        return Double.toString(real).replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
    }
}
