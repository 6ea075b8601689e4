package org.layergraft.ui.coverage;

import java.util.List;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.Words;

/**
 * What a run's gradients come to. What some rank has a gradient for trains, where DDP is told to look for unused parameters: each rank gets
 * the average. So it is told apart from what no rank has one for, as the verdict does.
 *
 * @param trained parameters that were not frozen
 * @param nowhere how many of them got no gradient on any rank
 * @param somewhere how many got one on some ranks, but not on all
 */
record Headline(int trained, int nowhere, int somewhere) {

    static Headline of(List<Coverage> run) {
        var trained = run.stream()
                .map(Coverage::ranks)
                .filter(ranks -> ranks.stream().anyMatch(g -> g.state() != GradientState.FROZEN))
                .toList();
        var missing = trained.stream()
                .filter(ranks -> ranks.stream().anyMatch(Headline::isNone))
                .toList();
        int nowhere = (int) missing.stream()
                .filter(ranks -> ranks.stream().allMatch(Headline::isNone))
                .count();
        return new Headline(trained.size(), nowhere, missing.size() - nowhere);
    }

    private static boolean isNone(Gradient gradient) {
        return gradient.state() == GradientState.NONE;
    }

    String in(Words words) {
        if (nowhere == 0 && somewhere == 0) {
            return words.get("coverage.header.all");
        }
        if (somewhere == 0) {
            return words.get("coverage.header.some", nowhere, trained);
        }
        return nowhere == 0
                ? words.get("coverage.header.ranks", somewhere, trained)
                : words.get("coverage.header.both", nowhere, trained, somewhere);
    }
}
