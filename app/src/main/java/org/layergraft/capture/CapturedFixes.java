package org.layergraft.capture;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.layergraft.diagnosis.Verdict.Fix;
import org.layergraft.text.Problem;

/**
 * Fixes that rest on what a parameter does in every iteration, where only one was recorded. A GAN records the step of its discriminator
 * first: what did not learn in it is the generator.
 */
final class CapturedFixes {

    private static final Set<String> FOR_ALL_STEPS = Set.of("static_graph", "freeze", "remove");

    private CapturedFixes() {}

    /** @param recorded iterations; with one, these fixes come last and say what they take for granted */
    static List<Fix> of(List<Fix> fixes, int recorded) {
        return recorded > 1
                ? fixes
                : fixes.stream()
                        .sorted(Comparator.comparing(f -> FOR_ALL_STEPS.contains(f.id())))
                        .map(f -> FOR_ALL_STEPS.contains(f.id())
                                ? new Fix(f.id(), f.text(), Problem.of(CaptureReader.AREA, "cost.once." + f.id()))
                                : f)
                        .toList();
    }
}
