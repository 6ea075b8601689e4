package org.layergraft.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.VariedOption;
import org.layergraft.text.LayergraftException;

/** {@code --vary bucket_cap_mb=1,25}: one more direction of a matrix. */
final class VaryOption {

    private VaryOption() {}

    static List<Axis> parse(List<String> options) throws LayergraftException {
        var axes = new ArrayList<Axis>();
        for (String option : options) {
            axes.add(parse(option));
        }
        return List.copyOf(axes);
    }

    /** Without values: off and on, where that is all it can be. */
    private static Axis parse(String option) throws LayergraftException {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        VariedOption varied = VariedOption.named(name)
                .orElseThrow(() -> LayergraftException.input("cli", "vary.unknown", name, names()));
        String none = varied.isFlag() ? varied.example() : "";
        return varied.axis(equals < 0 ? none : option.substring(equals + 1));
    }

    private static String names() {
        return Arrays.stream(VariedOption.values()).map(VariedOption::id).collect(Collectors.joining(", "));
    }
}
