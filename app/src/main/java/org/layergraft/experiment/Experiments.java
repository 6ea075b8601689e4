package org.layergraft.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.layergraft.capture.CapturedModel;
import org.layergraft.graft.CarriedLog;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.Estimate;
import org.layergraft.graft.Grafted;
import org.layergraft.graft.Grafter;
import org.layergraft.graft.ShapeSource;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

/** Opens, edits and saves. Every method either gives the next experiment whole or throws and leaves the old one as it is. */
public final class Experiments {

    private Experiments() {}

    /**
     * Reads; never executes the model.
     *
     * @param file a model, or an experiment file whose model is there and the same
     */
    public static Experiment open(Path file) throws LayergraftException {
        return open(file, _ -> {});
    }

    /**
     * The same.
     *
     * @param told how far it is, from 0 to 1, as well as that can be known; not told of an experiment or a capture
     */
    public static Experiment open(Path file, DoubleConsumer told) throws LayergraftException {
        if (!ExperimentFile.isNamed(file)) {
            return openModel(file, told);
        }
        SavedExperiment saved = ExperimentFile.read(file).saved();
        ExperimentFile.Model found = ExperimentFile.look(saved);
        if (found != ExperimentFile.Model.SAME) {
            throw new LayergraftException(LayergraftException.Fault.INPUT, ExperimentFile.obstacle(file, saved, found));
        }
        return ExperimentFile.open(saved);
    }

    static Experiment openModel(Path file) throws LayergraftException {
        return openModel(file, _ -> {});
    }

    private static Experiment openModel(Path file, DoubleConsumer told) throws LayergraftException {
        if (CapturedModel.isNamed(file)) {
            return Experiment.of(CapturedModel.open(file));
        }
        CarriedLog.Opened opened = CarriedLog.open(ScriptReader.read(file, done -> told.accept(done / 4)));
        ScriptModel base = opened.base();
        Versions versions = Versions.of(base).to(opened.log().edits());
        Grafted grafted = versions.at(opened.log().edits().size());
        return new Experiment(
                file,
                base,
                opened.log(),
                grafted.model(),
                grafted.graph(done -> told.accept((1 + 3 * done) / 4)),
                opened.rebuilt(),
                opened.warning(),
                Optional.empty(),
                versions);
    }

    public static Experiment apply(Experiment experiment, Edit edit) throws LayergraftException {
        return apply(experiment, edit, ShapeSource.NONE);
    }

    /** @param shapes asked for sizes that the edit leaves out and the graph does not prove; the log keeps them written out */
    public static Experiment apply(Experiment experiment, Edit edit, ShapeSource shapes) throws LayergraftException {
        experiment.mustBeHere();
        // A layer from a file is known by its hash from now on.
        Edit named = Grafter.resolve(Grafter.start(experiment.model()), edit, shapes);
        return with(experiment, experiment.log().then(named));
    }

    /** Why an edit cannot be made; empty where it can. Changes nothing. */
    public static Optional<Problem> refusal(Experiment experiment, Edit edit) {
        if (experiment.closed().isPresent()) {
            return experiment.closed();
        }
        try {
            Grafter.then(experiment.grafted(), edit);
            return Optional.empty();
        } catch (LayergraftException refused) {
            return Optional.of(refused.problem());
        }
    }

    /** @param adds what each of the edits added to the model, in their order */
    public record Applied(Experiment experiment, List<Estimate> adds) {}

    /**
     * Several edits, one after another. The log keeps them with every size written out that had to be measured.
     *
     * @param shapes asked for sizes that an edit leaves out and the graph does not prove, and for nothing else: operations are counted
     *     where the shapes are known by then
     */
    public static Applied apply(Experiment experiment, List<Edit> edits, ShapeSource shapes)
            throws LayergraftException {
        experiment.mustBeHere();
        EditLog log = experiment.log();
        Versions versions = experiment.versions();
        Grafted grafted = versions.at(log.edits().size());
        List<Estimate> adds = new ArrayList<>();
        for (Edit edit : edits) {
            Map<String, Shape> measured = new HashMap<>();
            ShapeSource remembered = (model, node) -> {
                Optional<Shape> shape = shapes.of(model, node);
                shape.ifPresent(s -> measured.put(node, s));
                return shape;
            };
            Edit resolved = Grafter.resolve(grafted, edit, remembered);
            log = log.then(resolved);
            versions = versions.to(log.edits());
            Grafted next = versions.at(log.edits().size());
            adds.add(Estimate.of(grafted, next, resolved, (_, node) -> Optional.ofNullable(measured.get(node))));
            grafted = next;
        }
        return new Applied(version(experiment, log, versions), List.copyOf(adds));
    }

    /**
     * Writes the edited archive with its log, so that it can be opened again and the edits undone. What was undone can be redone
     * then. Where nothing was ever edited it is the archive that was opened. The experiment goes on from its base.
     */
    public static void save(Experiment experiment, Path target) throws LayergraftException {
        save(experiment, target, _ -> {});
    }

    /**
     * The same.
     *
     * @param told of the share that is written, as {@link ScriptWriter#write(ScriptModel, Path, DoubleConsumer)} tells it
     */
    public static void save(Experiment experiment, Path target, DoubleConsumer told) throws LayergraftException {
        experiment.mustBeHere();
        boolean logged = experiment.isEdited() || experiment.log().canRedo();
        ScriptWriter.write(
                logged
                        ? CarriedLog.withLog(experiment.base(), experiment.log(), experiment.model())
                        : withoutLog(experiment),
                target,
                told);
    }

    /** Writes the edited archive and nothing that tells how it came about. */
    public static void saveWithoutLog(Experiment experiment, Path target) throws LayergraftException {
        experiment.mustBeHere();
        ScriptWriter.write(withoutLog(experiment), target);
    }

    private static ScriptModel withoutLog(Experiment experiment) {
        boolean plain = experiment.rebuilt() && !experiment.isEdited();
        return plain ? CarriedLog.plain(experiment.base()) : experiment.model();
    }

    /** The same base with another log. */
    public static Experiment with(Experiment experiment, EditLog log) throws LayergraftException {
        if (experiment.captured().isPresent() && log.edits().isEmpty()) {
            return experiment;
        }
        experiment.mustBeHere();
        return version(experiment, log, experiment.versions().to(log.edits()));
    }

    /**
     * The same, of a log that was made with a model that may have been another.
     *
     * @throws LayergraftException INPUT naming the first edit that cannot be made
     */
    public static Experiment fitting(Experiment experiment, EditLog log) throws LayergraftException {
        try {
            return with(experiment, log);
        } catch (LayergraftException refused) {
            int fits = 0;
            while (fits < log.edits().size()
                    && canBeMade(experiment, log.edits().subList(0, fits + 1))) {
                fits++;
            }
            if (fits == log.edits().size()) {
                throw refused;
            }
            throw new LayergraftException(
                    refused.fault(),
                    Problem.of(
                            "experiment",
                            "edit.misfit",
                            fits + 1,
                            log.edits().size(),
                            experiment.file().getFileName(),
                            refused.getMessage()),
                    refused);
        }
    }

    private static boolean canBeMade(Experiment experiment, List<Edit> edits) {
        try {
            experiment.versions().to(edits);
            return true;
        } catch (LayergraftException refused) {
            return false;
        }
    }

    private static Experiment version(Experiment experiment, EditLog log, Versions versions)
            throws LayergraftException {
        Grafted grafted = versions.at(log.edits().size());
        return new Experiment(
                experiment.file(),
                experiment.base(),
                log,
                grafted.model(),
                grafted.graph(),
                experiment.rebuilt(),
                experiment.warning(),
                experiment.captured(),
                versions);
    }
}
