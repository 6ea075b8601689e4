package org.layergraft.ui.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.DType;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.Words;

class ModuleTreeTest {

    private static final Words WORDS = new Words(Locale.ENGLISH);

    static CoverageRow row(int place, String name, long elements, GradientState... states) {
        return of(
                place,
                name,
                elements,
                Stream.of(states).map(state -> gradient(name, state)).toArray(Gradient[]::new));
    }

    private static CoverageRow of(int place, String name, long elements, Gradient... ranks) {
        boolean frozen = Stream.of(ranks).anyMatch(g -> g.state() == GradientState.FROZEN);
        var parameter = new Parameter(name, List.of(), Shape.of(elements), DType.FLOAT32, !frozen);
        return ranks.length == 0
                ? CoverageRow.unknown(parameter, place)
                : CoverageRow.of(
                        parameter,
                        place,
                        new Coverage(
                                parameter, OptionalInt.empty(), OptionalInt.empty(), List.of(ranks), Optional.empty()));
    }

    private static Gradient gradient(String name, GradientState state) {
        return switch (state) {
            case NONE -> Gradient.none(name);
            case FROZEN -> Gradient.frozen(name);
            case NONZERO -> gradient(name, 3, 1);
            case ZERO -> gradient(name, 0, 0);
            case NONFINITE -> new Gradient(name, state, OptionalDouble.empty(), 1, OptionalDouble.empty());
        };
    }

    private static Gradient gradient(String name, double norm, double nonzero) {
        return new Gradient(
                name,
                norm > 0 ? GradientState.NONZERO : GradientState.ZERO,
                OptionalDouble.of(norm),
                nonzero,
                OptionalDouble.of(norm));
    }

    private static final List<CoverageRow> ROWS = List.of(
            row(0, "scale", 1, GradientState.NONZERO, GradientState.NONZERO),
            row(1, "encoder.layers.0.weight", 100, GradientState.NONZERO, GradientState.NONZERO),
            row(2, "encoder.layers.0.bias", 10, GradientState.NONE, GradientState.NONZERO),
            row(3, "encoder.layers.1.weight", 100, GradientState.NONZERO, GradientState.ZERO),
            row(4, "encoder.layers.1.bias", 10, GradientState.FROZEN, GradientState.FROZEN),
            row(5, "head.fc.weight", 50, GradientState.NONZERO, GradientState.NONZERO));

    private static CoverageModule module(CoverageLine line) {
        return (CoverageModule) line;
    }

    private static List<String> labels(List<CoverageLine> lines) {
        return lines.stream().map(CoverageLine::label).toList();
    }

    @Test
    void modulesStandInPyTorchsOrderAndThoseThatOnlyHoldOneAreOneLine() {
        var lines = ModuleTree.of(ROWS.reversed(), _ -> true, Optional.empty());
        assertEquals(List.of("scale", "encoder.layers", "head.fc"), labels(lines));
        assertEquals("encoder.layers", lines.get(1).name());
        assertEquals(List.of("0", "1"), labels(module(lines.get(1)).lines()));
        assertEquals("encoder.layers.0", module(lines.get(1)).lines().getFirst().name());
    }

    @Test
    void aModuleSaysHowMuchOfItIsCoveredAndWhatIsWorstInIt() {
        var encoder = module(ModuleTree.of(ROWS, _ -> true, Optional.empty()).get(1));
        var sum = encoder.sum();
        assertEquals(3, sum.trainable(), "what is frozen does not count");
        assertEquals(2, sum.covered());
        assertEquals(210, sum.elements());
        assertEquals(200, sum.coveredElements());
        assertEquals(List.of(GradientState.NONE, GradientState.ZERO), sum.states(), "the worst of each rank");
        assertEquals(Optional.of(GradientState.NONE), sum.worst());
        assertEquals(110.0 / 210, sum.share().orElseThrow(), 1e-12, "of rank 1, where 100 are 0");
        assertEquals(Math.sqrt(18), sum.norm().orElseThrow(), 1e-12, "on either rank two gradients of norm 3 as one");
    }

    @Test
    void aModulesNormAndShareAreThoseOfOneRank() {
        // Each rank goes through another expert, as torch.jit measured it on four ranks.
        var rows = List.of(
                of(0, "experts.a.weight", 64, ranks("experts.a.weight", 0, 0.504, 0, 0)),
                of(1, "experts.a.bias", 8, ranks("experts.a.bias", 0, 0.116, 0, 0)),
                of(2, "experts.b.weight", 64, ranks("experts.b.weight", 0.454, 0, 0.116, 0.429)),
                of(3, "experts.b.bias", 8, ranks("experts.b.bias", 0.053, 0, 0.064, 0.238)));
        var experts = module(ModuleTree.of(rows, _ -> true, Optional.empty()).getFirst());
        assertEquals(0.517, experts.norm().orElseThrow(), 5e-4, "rank 1 has the largest of 0.457, 0.517, 0.132, 0.491");
        assertEquals(0.5, experts.share().orElseThrow(), 1e-12, "on every rank half of them");
        assertEquals(1, NormScale.of(rows).high(), "the largest norm that any module has is below 1");
    }

    private static Gradient[] ranks(String name, double... norms) {
        return DoubleStream.of(norms)
                .mapToObj(norm -> norm == 0 ? Gradient.none(name) : gradient(name, norm, 1))
                .toArray(Gradient[]::new);
    }

    @Test
    void aModuleOfFrozenOnesIsFrozenAndBeforeARunNothingIsKnown() {
        var frozen = module(ModuleTree.of(List.of(row(0, "a.b", 4, GradientState.FROZEN)), _ -> true, Optional.empty())
                .getFirst());
        assertEquals(Optional.of(GradientState.FROZEN), frozen.worst());
        assertEquals(0, frozen.sum().trainable());
        var unknown = module(ModuleTree.of(List.of(row(0, "a.b", 4)), _ -> true, Optional.empty())
                .getFirst());
        assertFalse(unknown.sum().known());
        assertEquals(Optional.empty(), unknown.worst());
        assertEquals(List.of(), unknown.states());
    }

    @Test
    void aFrozenModuleIsAsLargeAsItIsAndNoneOfItIsCovered() {
        var texts = new LineTexts(new CoverageViewModel(WORDS), WORDS);
        var before = module(ModuleTree.of(List.of(frozen("a.w", 256), frozen("a.b", 16)), _ -> true, Optional.empty())
                .getFirst());
        assertEquals("272", texts.shape(before));
        assertEquals(272, before.elements());
        assertEquals("", texts.coveredParameters(before), "there is nothing to cover");
        assertEquals("2 parameters frozen, 272 elements", texts.rollUp(before.sum()));
        var ran = module(ModuleTree.of(
                        List.of(row(0, "a.w", 256, GradientState.FROZEN), row(1, "a.b", 16, GradientState.FROZEN)),
                        _ -> true,
                        Optional.empty())
                .getFirst());
        assertEquals("272", texts.shape(ran));
        assertEquals("", texts.coveredParameters(ran));
        assertEquals(List.of(GradientState.FROZEN), ran.states(), "as the lines of its parameters say");
        assertEquals(OptionalDouble.empty(), ran.share(), "and not 0 %");
        assertEquals(OptionalDouble.empty(), ran.lines().getFirst().share());
        var unknown = module(ModuleTree.of(List.of(row(0, "a.b", 4)), _ -> true, Optional.empty())
                .getFirst());
        assertEquals("– of 1", texts.coveredParameters(unknown), "nothing ran, so nothing is known to be covered");
        assertEquals("4", texts.shape(unknown));
    }

    @Test
    void whatCountsIsWhatTheRunSawAlsoWhereItWasFrozenOrFreedSince() {
        var texts = new LineTexts(new CoverageViewModel(WORDS), WORDS);
        var freed = module(ModuleTree.of(
                        List.of(since(0, "embed.weight", true, GradientState.FROZEN)), _ -> true, Optional.empty())
                .getFirst());
        assertEquals(0, freed.sum().covered());
        assertEquals("", texts.coveredParameters(freed));
        assertEquals(OptionalDouble.empty(), freed.share());
        var frozen = module(ModuleTree.of(
                        List.of(since(0, "embed.weight", false, GradientState.NONZERO)), _ -> true, Optional.empty())
                .getFirst());
        assertEquals("1 of 1", texts.coveredParameters(frozen));
        assertEquals("4", texts.shape(frozen));
        assertEquals(Optional.of(GradientState.FROZEN), frozen.worst(), "it is now");
    }

    private static CoverageRow frozen(String name, long elements) {
        return CoverageRow.unknown(new Parameter(name, List.of(), Shape.of(elements), DType.FLOAT32, false), 0);
    }

    private static CoverageRow since(int place, String name, boolean trainable, GradientState state) {
        var parameter = new Parameter(name, List.of(), Shape.of(4), DType.FLOAT32, trainable);
        return CoverageRow.of(
                parameter,
                place,
                new Coverage(
                        parameter,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        List.of(gradient(name, state)),
                        Optional.empty()));
    }

    @Test
    void whatIsHiddenStillCountsAndEmptyModulesHaveNoLine() {
        var lines = ModuleTree.of(ROWS, r -> r.worst().equals(Optional.of(GradientState.NONE)), Optional.empty());
        assertEquals(List.of("encoder.layers"), labels(lines));
        assertEquals(3, module(lines.getFirst()).sum().trainable());
    }

    @Test
    void aColumnsOrderHoldsWithinEachModule() {
        Comparator<CoverageLine> fewest = Comparator.comparingLong(CoverageLine::elements);
        var lines = ModuleTree.of(ROWS, _ -> true, Optional.of(fewest));
        assertEquals(List.of("scale", "head.fc", "encoder.layers"), labels(lines));
        assertEquals(List.of("0", "1"), labels(module(lines.get(2)).lines()), "110 each, frozen ones too");
    }

    @Test
    void everyNormHasAPlaceBetweenPowersOfTen() {
        var scale = NormScale.of(ROWS);
        assertEquals(1, scale.low());
        assertEquals(10, scale.high(), "√(5 · 9) is less");
        assertEquals(0.5, scale.fraction(Math.sqrt(10)), 1e-12);
        assertEquals(0, scale.fraction(0));
        assertEquals(0, NormScale.NONE.fraction(0));
        assertEquals(0, NormScale.of(List.of()).fraction(0));
    }

    @Provide
    Arbitrary<List<CoverageRow>> models() {
        var name =
                Arbitraries.of("a", "b", "0").list().ofMinSize(1).ofMaxSize(4).map(way -> String.join(".", way));
        var states = Arbitraries.of(GradientState.values());
        return name.list()
                .uniqueElements()
                .ofMaxSize(12)
                .flatMap(names -> states.list().ofSize(names.size()).map(s -> {
                    var rows = new ArrayList<CoverageRow>();
                    for (int i = 0; i < names.size(); i++) {
                        // A name may not be both a parameter and a module.
                        rows.add(row(i, names.get(i) + ".w", i + 1, s.get(i)));
                    }
                    return rows;
                }));
    }

    @Property(tries = 200)
    void noParameterIsLostAndSumsAreThoseOfTheirLines(@ForAll("models") List<CoverageRow> rows) {
        var lines = ModuleTree.of(rows, _ -> true, Optional.empty());
        assertEquals(
                rows.stream().map(CoverageRow::name).sorted().toList(),
                lines.stream()
                        .flatMap(ModuleTreeTest::leaves)
                        .map(CoverageLine::name)
                        .sorted()
                        .toList());
        lines.forEach(ModuleTreeTest::check);
    }

    private static Stream<CoverageRow> leaves(CoverageLine line) {
        return switch (line) {
            case CoverageRow row -> Stream.of(row);
            case CoverageModule module -> module.lines().stream().flatMap(ModuleTreeTest::leaves);
        };
    }

    private static void check(CoverageLine line) {
        if (line instanceof CoverageModule module) {
            var trainable = leaves(line).filter(r -> r.parameter().trainable()).toList();
            assertEquals(trainable.size(), module.sum().trainable());
            assertEquals(
                    trainable.stream().mapToLong(CoverageRow::elements).sum(),
                    module.sum().elements());
            assertTrue(module.sum().coveredElements() <= module.sum().elements());
            assertTrue(leaves(line).allMatch(r -> r.name().startsWith(module.name() + ".")));
            module.lines().forEach(ModuleTreeTest::check);
        }
    }
}
