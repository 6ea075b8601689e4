package org.layergraft.ui;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.FileHash;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.SavedExperiment;
import org.layergraft.experiment.SavedRun;
import org.layergraft.experiment.Trials;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.graft.UsualShape;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;

/**
 * What the golden pictures show: each sample after a real run on two ranks, with the fixes that were tried. Runs are kept beside the
 * pictures, since times and the last digits of norms differ from one to the next.
 *
 * @param folder of the pictures
 */
record GoldenRuns(Path folder) {

    record Shown(Experiment experiment, RunResult result) {}

    Shown of(Path sample) throws Exception {
        var saved = ExperimentFile.read(file(sample)).saved();
        return new Shown(ExperimentFile.open(saved), saved.runs().getLast().result());
    }

    private Path file(Path sample) {
        return folder.resolve(name(sample) + ExperimentFile.ENDING);
    }

    static String name(Path sample) {
        return sample.getFileName().toString().replace(".pt", "");
    }

    /** Runs it now and keeps that. */
    void renew(Path sample) throws Exception {
        var opened = Experiments.open(sample);
        // README's picture: the good sample with the parameter that mmdetection's issue 11899 is about.
        var experiment = name(sample).equals("co_dino_head") ? Experiments.apply(opened, unused(opened)) : opened;
        var settings = RunSettings.DEFAULT;
        var backend = new LiveBackend();
        try {
            var checked = backend.check(experiment, settings, StepRunner.Progress.SILENT, new Cancellation());
            var result = backend.verify(
                    experiment,
                    settings,
                    checked,
                    Trials.Listener.SILENT,
                    StepRunner.Progress.SILENT,
                    new Cancellation());
            var edits = experiment.log().edits();
            var run = new SavedRun(true, settings, edits, result);
            ExperimentFile.write(
                    new SavedExperiment(
                            sample, FileHash.of(sample), experiment.log(), settings, List.of(run), Optional.empty()),
                    file(sample));
        } finally {
            backend.close();
        }
    }

    private static Edit unused(Experiment opened) {
        var hypers = new LinkedHashMap<String, Hyper>();
        hypers.put("shape", UsualShape.of(opened.graph()));
        return new Edit.Declare("", new LayerSpec("parameter", "class_embed", hypers), Edit.Scope.THIS);
    }
}
