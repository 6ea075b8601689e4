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
     * @param noise whether pairs of steps do not show {@code against} to be the faster
     */
    public record Cost(Optional<Switches> against, Problem sentence, boolean noise) {}

    /**
     * What a training configuration says and what to change in it.
     *
     * @param file its name
     * @param found what stops training or does not do what it says, worst first
     * @param notes what is good to know and nothing to change
     * @param helpless the model does not train, and no setting that was shown to help can be said in it
     * @param edit that was tried; empty where nothing changes
     * @param remaining what still stops training, with the edit if there is one
     * @param obstacle why no edit makes the change that is needed
     * @param uncheckpointed the checkpoints that the config has and the run had not; empty where they do not differ so
     */
    public record ConfigChange(
            String file,
            List<Found> found,
            List<Problem> notes,
            boolean helpless,
            Optional<MadeEdit> edit,
            List<Problem> remaining,
            Optional<Problem> obstacle,
            Optional<String> uncheckpointed) {
        public ConfigChange {
            found = List.copyOf(found);
            notes = List.copyOf(notes);
            remaining = List.copyOf(remaining);
        }

        boolean stops() {
            return found.stream().anyMatch(Found::stops);
        }
    }

    /** @param stops whether training stops of it */
    public record Found(boolean stops, Problem text) {}

    /**
     * An edit of a config, tried in memory.
     *
     * @param files names of what it changes
     * @param diff unified
     * @param command that makes it, for a shell
     * @param checkpointsOff whether it gives up checkpointing
     * @param inheritors names of configs that change with it
     */
    public record MadeEdit(
            List<String> files, List<String> diff, String command, boolean checkpointsOff, List<String> inheritors) {
        public MadeEdit {
            files = List.copyOf(files);
            diff = List.copyOf(diff);
            inheritors = List.copyOf(inheritors);
        }
    }
}
