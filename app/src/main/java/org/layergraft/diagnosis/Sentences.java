package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.Phase;
import org.layergraft.step.SingleReport;
import org.layergraft.text.Problem;

/**
 * The one sentence of the verdict bar. All patterns take the same arguments: 0 the plain run (0 none, 1 trains, 2 fails), 1 ranks
 * of the run, 2 iteration, 3 phase (0 set-up to 4 optimizer step), 4 names, 5 how many more, 6 how many in all, 7 affected
 * ranks, 8 which they are (0 all, 1 one, 2 some), 9 PyTorch's first line or a number that belongs to the outcome.
 */
final class Sentences {

    private static final int LINE = 160;

    private Sentences() {}

    static Problem of(
            String key,
            Optional<SingleReport> single,
            int ranks,
            Headline headline,
            List<String> names,
            String detail) {
        var named = Named.of(names);
        int affected = headline.ranks().size();
        return Problem.of(
                Explanations.AREA,
                "verdict." + key,
                single.map(s -> s.trains() ? 1 : 2).orElse(0),
                ranks,
                headline.iteration().orElse(0),
                headline.phase().map(Phase::ordinal).orElse(0),
                named.shown(),
                named.more(),
                named.count(),
                String.join(", ", headline.ranks().stream().map(String::valueOf).toList()),
                affected == ranks ? 0 : affected == 1 ? 1 : 2,
                detail);
    }

    /** After a plain run alone: whether it trains, and if not, where it stopped and with which words. */
    static Problem single(SingleReport report) {
        return report.failure()
                .map(f -> Problem.of(
                        Explanations.AREA,
                        "single.fails",
                        f.iteration(),
                        f.phase().ordinal(),
                        firstLine(Optional.of(f.message()))))
                .orElseGet(() -> Problem.of(
                        Explanations.AREA,
                        "single.trains",
                        report.losses().size(),
                        untouched(report).count(),
                        untouched(report).shown(),
                        untouched(report).more()));
    }

    private static Named untouched(SingleReport report) {
        return Named.of(report.gradients().stream()
                .filter(g -> g.state() == GradientState.NONE)
                .map(Gradient::parameter)
                .toList());
    }

    /** TorchScript puts a stack trace before the error it is about; the last line that is an error says most. */
    static String firstLine(Optional<String> message) {
        List<String> lines = message.orElse("")
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .toList();
        String told = lines.stream()
                .filter(l -> l.startsWith("RuntimeError") || l.startsWith("torch.") || l.contains("Error: "))
                .reduce((_, later) -> later)
                .or(() -> lines.stream().findFirst())
                .orElse("");
        return told.length() <= LINE ? told : told.substring(0, LINE) + "…";
    }
}
