package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.ModelGraph;

/** A drawing that is narrowed to what somebody looks for. */
class NarrowedTest {

    private static final ModelGraph MODEL = Graphs.detector();
    private static final Usage USAGE = Usage.of(MODEL);

    private static Excerpt narrowed(String... wanted) {
        return Narrowed.of(MODEL, USAGE, "", Set.of(wanted), Map.of());
    }

    private static Set<String> ids(Excerpt excerpt) {
        return excerpt.drawing().items().stream().map(Item::id).collect(Collectors.toSet());
    }

    private static Map<String, Integer> ways(Excerpt excerpt) {
        return excerpt.skips().entrySet().stream()
                .collect(Collectors.toMap(
                        e -> e.getKey().from() + " > " + e.getKey().to(), Map.Entry::getValue));
    }

    @Test
    void linesStandForWhatIsLeftOut() {
        var excerpt = narrowed("norm", "input_proj");
        assertEquals(Set.of("/@src", "/@mask", "input_proj", "norm", "/@return"), ids(excerpt));
        // Flatten, permute, two layers, dropout and mul; the mask skips the first two and may skip the first layer.
        assertEquals(Map.of("input_proj > norm", 6, "/@mask > norm", 3, "norm > /@return", 1), ways(excerpt));
        assertTrue(excerpt.drawing().links().contains(Graphs.edge("/@src", "input_proj")));
    }

    @Test
    void whatIsDeepInsideIsShownInItsFrames() {
        var excerpt = narrowed("encoder.layers.1.norm2", "encoder.layers.1.linear1.bias");
        assertEquals(
                Set.of(
                        "/@src",
                        "/@mask",
                        "encoder.layers.1",
                        "encoder.layers.1.norm2",
                        "encoder.layers.1.linear1",
                        "/@return"),
                ids(excerpt));
        assertEquals(2, ways(excerpt).get("encoder.layers.1.linear1 > encoder.layers.1.norm2") - 1);
        var layout = GraphLayout.of(excerpt.drawing());
        assertEquals(
                List.of("encoder.layers.1"),
                layout.frames().stream().map(Layout.Box::id).toList());
    }

    @Test
    void aListOfModulesStandsForThem() {
        var left = ids(narrowed("encoder"));
        assertTrue(left.containsAll(Set.of("encoder.layers.0", "encoder.layers.1")));
        assertFalse(left.contains("encoder.layers.0.norm1"), "nobody asked for what is in them");
    }

    @Test
    void whatNothingCallsStaysAtTheSide() {
        assertTrue(ids(narrowed("class_embed")).contains("/.class_embed"));
        assertTrue(ids(narrowed("aux_head.weight")).contains("aux_head"));
        assertFalse(ids(narrowed("norm")).contains("aux_head"));
    }

    @Test
    void somebodyMayLookInsideWhatIsLeftAndFoldIt() {
        var wanted = Set.of("encoder.layers.0.norm1", "norm");
        var opened = Narrowed.of(MODEL, USAGE, "", wanted, Map.of("norm", true));
        assertTrue(ids(opened).containsAll(Set.of("norm/layernorm", "norm/.weight")));
        var folded = Narrowed.of(MODEL, USAGE, "", wanted, Map.of("encoder.layers.0", false));
        assertTrue(ids(folded).contains("encoder.layers.0"));
        assertFalse(ids(folded).contains("encoder.layers.0.norm1"));
    }

    private static Set<String> ids(Sheet sheet) {
        return ids(sheet.of("").orElseThrow());
    }

    @Test
    void whatIsFoldedOrUnfoldedStaysSoWhateverElseIsLookedFor() {
        var sheet = new Sheet();
        sheet.show(MODEL);
        sheet.narrow(Optional.of(Set.of("encoder.layers.0.norm1", "norm")));
        sheet.toggle("norm", false);
        sheet.toggle("encoder.layers.0", true);
        for (String more : List.of("encoder.layers.1.norm2", "input_proj")) {
            sheet.narrow(Optional.of(Set.of("encoder.layers.0.norm1", "norm", more)));
            assertTrue(ids(sheet).contains("norm/layernorm"), "unfolded");
            assertTrue(ids(sheet).contains("encoder.layers.0"));
            assertFalse(ids(sheet).contains("encoder.layers.0.norm1"), "folded");
        }
        assertTrue(ids(sheet).contains("input_proj"));
        sheet.narrow(Optional.of(Set.of("input_proj")));
        assertEquals(Set.of("/@src", "/@mask", "input_proj", "/@return"), ids(sheet), "only what is looked for");
        sheet.narrow(Optional.empty());
        sheet.narrow(Optional.of(Set.of("norm", "encoder.layers.0.norm1")));
        assertTrue(ids(sheet).contains("norm/layernorm"), "nothing was found meanwhile");
        assertFalse(ids(sheet).contains("encoder.layers.0.norm1"), "likewise");
        sheet.toggle("encoder.layers.0", false);
        assertTrue(ids(sheet).contains("encoder.layers.0.norm1"), "unfolded again");
    }

    /** What stays is connected exactly as it was, if the steps that are left out are walked through. */
    @Property(tries = 80)
    void nothingIsConnectedThatWasNot(
            @ForAll @IntRange(max = 100_000) int seed, @ForAll @IntRange(min = 2, max = 40) int size) {
        Flow flow = Graphs.random(seed, size);
        var root = Graphs.module("", "Net", List.of(), List.of(), flow);
        var model = Graphs.model("random.pt", root);
        var all = Drawing.of(model, "");
        var wanted = all.items().stream()
                .map(Item::id)
                .filter(id -> Math.floorMod(id.hashCode() + seed, 3) == 0)
                .collect(Collectors.toSet());
        var excerpt = Narrowed.of(model, Usage.of(model), "", wanted, Map.of());
        var kept = ids(excerpt);
        assertTrue(kept.containsAll(wanted));
        var whole = reach(all.links());
        var left = reach(excerpt.drawing().links());
        for (String from : kept) {
            var before = new HashSet<>(whole.getOrDefault(from, Set.of()));
            before.retainAll(kept);
            before.remove(from);
            var now = new HashSet<>(left.getOrDefault(from, Set.of()));
            now.remove(from);
            assertEquals(before, now, from);
        }
        GraphLayout.of(excerpt.drawing());
    }

    private static Map<String, Set<String>> reach(List<FlowEdge> links) {
        Map<String, Set<String>> found = new HashMap<>();
        links.forEach(e -> found.computeIfAbsent(e.from(), _ -> new HashSet<>()).add(e.to()));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (var reached : found.values()) {
                var more = reached.stream()
                        .flatMap(r -> found.getOrDefault(r, Set.of()).stream())
                        .toList();
                grown |= reached.addAll(more);
            }
        }
        return found;
    }
}
