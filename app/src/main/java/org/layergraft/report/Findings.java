package org.layergraft.report;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.step.Switches;
import org.layergraft.text.Problem;

/**
 * What there is to report: whatever was run or, of a capture, predicted, and nothing else.
 *
 * @param sources what the subject was read from
 * @param run that the report is about
 * @param matrix all combinations that were run or predicted; empty where none were
 * @param costs what was timed in pairs
 * @param changes to training configurations
 * @param versions of everything that took part, name and version
 * @param commands how to repeat it, one line each
 */
public record Findings(
        Subject subject,
        List<Subject.Source> sources,
        Optional<RunResult> run,
        List<RunResult> matrix,
        List<Cost> costs,
        List<ConfigChange> changes,
        List<Report.Fact> versions,
        List<String> commands,
        ZonedDateTime made) {

    public Findings {
        sources = List.copyOf(sources);
        matrix = List.copyOf(matrix);
        costs = List.copyOf(costs);
        changes = List.copyOf(changes);
        versions = List.copyOf(versions);
        commands = List.copyOf(commands);
    }

    /**
     * @param against what it was timed against; empty where the sentence says it
     * @param sentence with the spread
     */
    public record Cost(Optional<Switches> against, Problem sentence) {}

    /**
     * What a training configuration says and what to change in it.
     *
     * @param notes what was found in it
     * @param diff unified; empty where nothing has to change, or where there is an obstacle
     * @param obstacle why no edit makes the change that is needed
     */
    public record ConfigChange(String file, List<Problem> notes, List<String> diff, Optional<Problem> obstacle) {
        public ConfigChange {
            notes = List.copyOf(notes);
            diff = List.copyOf(diff);
        }
    }
}
