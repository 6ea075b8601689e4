package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.GradientPath;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.LossSpec;

/** The lit path follows what is folded and what is not. */
class LitTest {

    private static final ModelGraph MODEL = Graphs.detector();
    private static final Usage USAGE = Usage.of(MODEL);

    private static Lit lit(String parameter, LossSpec loss, String... unfolded) {
        Layout layout = GraphLayout.of(Drawing.of(MODEL, USAGE, "", Set.of(unfolded)));
        return Lit.of(new GradientPath.Finder(MODEL, loss).of(parameter).orElseThrow(), layout);
    }

    private static Set<String> lines(Lit lit, String... unfolded) {
        return Drawing.of(MODEL, USAGE, "", Set.of(unfolded)).links().stream()
                .filter(lit::isOn)
                .map(e -> e.from() + ">" + e.to())
                .collect(Collectors.toSet());
    }

    @Test
    void fromTheLayerThatHoldsItToTheLoss() {
        Lit lit = lit("cls_branch.weight", new LossSpec.Sum());
        assertTrue(lit.boxes().containsAll(List.of("cls_branch", "/@return")), lit::toString);
        assertFalse(lit.boxes().contains("reg_branch"));
        assertEquals(Set.of("cls_branch>/@return"), lines(lit));
        assertEquals(GradientPath.Kind.LOSS, lit.ends().get("/@return"));
    }

    @Test
    void insideAnUnfoldedModuleToo() {
        Lit lit = lit("encoder.layers.1.linear1.weight", new LossSpec.Sum(), "encoder.layers.1");
        Set<String> lines = lines(lit, "encoder.layers.1");
        assertTrue(lines.contains("encoder.layers.1.linear1>encoder.layers.1/relu"), lines::toString);
        assertTrue(lines.contains("norm>cls_branch"), lines::toString);
        assertFalse(lines.contains("/permute>encoder.layers.0"), lines::toString);
    }

    @Test
    void nothingIsLitOfWhatNobodyReads() {
        Lit lit = lit("class_embed", new LossSpec.Sum());
        assertEquals(Set.of("/.class_embed"), lit.boxes(), "only itself");
        assertEquals(List.of(), List.copyOf(lit.ends().values()));
        assertFalse(lit.isOn(new FlowEdge("/@src", "input_proj", "x", "Tensor")));
    }
}
