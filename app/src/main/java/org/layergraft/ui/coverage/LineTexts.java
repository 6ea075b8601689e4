package org.layergraft.ui.coverage;

import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.CoverageLook;
import org.layergraft.ui.common.Words;

/** What the columns say of a line. */
record LineTexts(CoverageViewModel model, Words words) {

    /** All of it where no column or line above says the module. */
    String nameOf(CoverageLine line) {
        var look = model.lookProperty().get();
        return look.byModule() || look.shows(CoverageLook.Column.MODULE) ? line.label() : line.name();
    }

    static String moduleOf(CoverageLine line) {
        return line instanceof CoverageRow row ? row.parameter().module() : line.name();
    }

    String dtype(CoverageLine line) {
        return line instanceof CoverageRow row ? row.parameter().dtype().torchName() : "";
    }

    static double coveredShare(CoverageLine line) {
        return switch (line) {
            case CoverageModule module ->
                !module.sum().known()
                        ? 2
                        : (double) module.sum().covered() / module.sum().trainable();
            case CoverageRow row -> row.states().isEmpty() || !row.isTrained() ? 2 : CoverageRow.isCovered(row) ? 1 : 0;
        };
    }

    /** "3 of 12" of a module, "– of 12" before a run; nothing where all of it is frozen. */
    String coveredParameters(CoverageLine line) {
        if (!(line instanceof CoverageModule module) || module.sum().trainable() == 0) {
            return "";
        }
        var sum = module.sum();
        return words.get("coverage.covered", sum.known() ? String.valueOf(sum.covered()) : "–", sum.trainable());
    }

    /**
     * "4.1 k of 9.0 k" elements of a module are covered, of those that want a gradient; where all of these are, how large it is. A parameter has a
     * shape.
     */
    String shape(CoverageLine line) {
        return switch (line) {
            case CoverageRow row -> row.parameter().shape().toString();
            case CoverageModule module -> elements(module);
        };
    }

    private String elements(CoverageModule module) {
        var sum = module.sum();
        return sum.coveredElements() == sum.elements() || !sum.known()
                ? Amounts.count(module.elements())
                : words.get("coverage.covered", Amounts.count(sum.coveredElements()), Amounts.count(sum.elements()));
    }

    String shapeTip(CoverageLine line) {
        return line instanceof CoverageModule module ? shape(line) + "\n" + rollUp(module.sum()) : shape(line);
    }

    String coveredTip(CoverageLine line) {
        return line instanceof CoverageModule module
                ? (coveredParameters(line) + "\n" + rollUp(module.sum())).strip()
                : "";
    }

    /** The whole of it, a sentence for what is trainable and one for what is frozen. */
    String rollUp(CoverageModule.Sum sum) {
        return Stream.of(trained(sum), frozen(sum)).filter(s -> !s.isEmpty()).collect(Collectors.joining("\n"));
    }

    private String trained(CoverageModule.Sum sum) {
        if (sum.trainable() == 0) {
            return "";
        }
        return sum.known()
                ? words.get(
                        "coverage.rollup",
                        sum.covered(),
                        sum.trainable(),
                        Amounts.count(sum.coveredElements()),
                        Amounts.count(sum.elements()))
                : words.get("coverage.rollup.unknown", sum.trainable(), Amounts.count(sum.elements()));
    }

    private String frozen(CoverageModule.Sum sum) {
        return sum.frozen() == 0
                ? ""
                : words.get("coverage.rollup.frozen", sum.frozen(), Amounts.count(sum.frozenElements()));
    }

    /** A module has no weight of its own. */
    static OptionalDouble weight(CoverageLine line) {
        return line instanceof CoverageRow row ? row.weight() : OptionalDouble.empty();
    }

    static OptionalDouble update(CoverageLine line) {
        return line instanceof CoverageRow row ? row.update() : OptionalDouble.empty();
    }

    static String text(OptionalDouble number) {
        return number.isPresent() ? Amounts.real(number.getAsDouble()) : "";
    }
}
