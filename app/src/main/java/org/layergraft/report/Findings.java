package org.layergraft.report;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.graft.Edit;
import org.layergraft.step.Switches;
import org.layergraft.text.Problem;

/**
 * What there is to report: whatever was run, and nothing that was not.
 *
 * @param sha256 of the model's file, in lower-case hexadecimal
 * @param run the run that the report is about
 * @param matrix all combinations that were run; empty where none were
 * @param costs what was timed in pairs
 * @param pictures of the graph around edits
 * @param changes to training configurations
 * @param versions of everything that took part, name and version
 * @param commands how to repeat it, one line each
 */
public record Findings(
        Experiment experiment,
        String sha256,
        Optional<RunResult> run,
        List<RunResult> matrix,
        List<Cost> costs,
        List<EditPicture> pictures,
        List<ConfigChange> changes,
        List<Report.Fact> versions,
        List<String> commands,
        ZonedDateTime made) {

    public Findings {
        matrix = List.copyOf(matrix);
        costs = List.copyOf(costs);
        pictures = List.copyOf(pictures);
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
     * The graph around what an edit changed.
     *
     * @param screen a whole SVG document, light or dark as the reader's screen is
     * @param paper the same for paper
     */
    public record EditPicture(Edit edit, String screen, String paper) {}

    /**
     * What a training configuration says and what to change in it.
     *
     * @param notes what was found in it
     * @param diff unified; empty where nothing has to change
     */
    public record ConfigChange(String file, List<Problem> notes, List<String> diff) {
        public ConfigChange {
            notes = List.copyOf(notes);
            diff = List.copyOf(diff);
        }
    }
}
