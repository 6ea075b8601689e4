package org.layergraft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.layergraft.capture.CapturedModel;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict.Fix;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.FileHash;
import org.layergraft.graft.Edit;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.LayergraftException;

/** What a report is about: what was done to it and where its results come from follow from that. */
public sealed interface Subject {

    /**
     * A model that is here. What is told of it was run.
     *
     * @param pictures of the graph around edits
     */
    record Grafted(Experiment experiment, List<EditPicture> pictures) implements Subject {
        public Grafted {
            pictures = List.copyOf(pictures);
        }

        @Override
        public List<Path> files() {
            return List.of(experiment.file());
        }

        @Override
        public ModelGraph graph() {
            return experiment.graph();
        }

        @Override
        public boolean helps(Fix fix, RunResult run) {
            return fix.verified();
        }
    }

    /** A model that was watched elsewhere. What is told of it was measured there, or is predicted. */
    record Watched(CapturedModel captured) implements Subject {
        @Override
        public List<Path> files() {
            return captured.files();
        }

        @Override
        public ModelGraph graph() {
            return captured.graph();
        }

        @Override
        public boolean helps(Fix fix, RunResult run) {
            return Matrix.turned(fix, run.plan().switches())
                    .flatMap(s -> captured.trains(
                            s, run.plan().worldSize(), run.plan().steps()))
                    .orElse(false);
        }
    }

    /**
     * The graph around what an edit changed.
     *
     * @param screen a whole SVG document, light or dark as the reader's screen is
     * @param paper the same for paper
     */
    record EditPicture(Edit edit, String screen, String paper) {}

    /**
     * A file that was read.
     *
     * @param sha256 in lower-case hexadecimal
     */
    record Source(Path file, String sha256) {}

    /** @param pictures of the graph around edits; a capture has none */
    static Subject of(Experiment experiment, List<EditPicture> pictures) {
        return experiment.captured().<Subject>map(Watched::new).orElseGet(() -> new Grafted(experiment, pictures));
    }

    /** The model's, or one for each captured rank. */
    List<Path> files();

    ModelGraph graph();

    /** Has a fix of this run's verdict been shown to help, in the way in which things are shown here? */
    boolean helps(Fix fix, RunResult run);

    /** @throws LayergraftException INPUT: a file is no longer there */
    default List<Source> sources() throws LayergraftException {
        var read = new ArrayList<Source>();
        for (Path file : files()) {
            read.add(new Source(file, FileHash.of(file)));
        }
        return List.copyOf(read);
    }
}
