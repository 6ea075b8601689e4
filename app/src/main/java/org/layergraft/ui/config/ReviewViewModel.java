package org.layergraft.ui.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.config.Assignment;
import org.layergraft.config.ConfigPatch;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Finding;
import org.layergraft.config.Patcher;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tasks;

/** A change of the open config before it is written: each way in which it can be made, and what that would write. */
public final class ReviewViewModel {

    /** How a config is changed. */
    public enum Way {
        /** The smallest edit of the file that is open. */
        FILE,
        /** The smallest edit, in files that it inherits, too. */
        BASES,
        /** A new file that inherits it. */
        NEW,
        /** Arguments for the training command. */
        OPTIONS
    }

    /** What a way comes to. */
    sealed interface Proposal {
        /** It is being worked out. */
        record Pending() implements Proposal {}

        /** @param stops why training would still stop with it */
        record Write(ConfigPatch patch, List<Problem> stops) implements Proposal {
            static Write of(ConfigPatch patch) {
                return new Write(
                        patch,
                        ConfigReport.of(patch.result()).findings().stream()
                                .filter(f -> f.severity() == Finding.Severity.ERROR)
                                .map(Finding::text)
                                .toList());
            }
        }

        record Say(String arguments) implements Proposal {}

        /** This way cannot say it. */
        record Refused(Problem why) implements Proposal {}
    }

    /** The order in which the first that works is picked: others may inherit the bases, too. */
    private static final List<Way> ORDER = List.of(Way.FILE, Way.NEW, Way.OPTIONS, Way.BASES);

    private final ConfigViewModel model;
    private final Tasks tasks;
    private final List<Assignment> wanted;
    private final ObjectProperty<Way> way = new SimpleObjectProperty<>(Way.FILE);
    private final StringProperty newFile = new SimpleStringProperty("");
    private final Map<Way, ReadOnlyObjectWrapper<Proposal>> proposals = new EnumMap<>(Way.class);
    private final ReadOnlyObjectWrapper<Proposal> shown = new ReadOnlyObjectWrapper<>(new Proposal.Pending());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper done = new ReadOnlyBooleanWrapper();
    private ConfigReport report;
    private boolean picked;

    /** @param report of the config as it was read */
    ReviewViewModel(ConfigViewModel model, ConfigReport report, List<Assignment> wanted, Tasks tasks) {
        this.model = model;
        this.report = report;
        this.wanted = List.copyOf(wanted);
        this.tasks = tasks;
        for (Way each : Way.values()) {
            proposals.put(each, new ReadOnlyObjectWrapper<>(new Proposal.Pending()));
        }
        newFile.set(freeName(report.config().top().path()));
        proposeAll();
        way.subscribe((_, _) -> show());
        newFile.subscribe((_, _) -> propose(Way.NEW));
    }

    /** What is asked of the open config; empty while none is open. */
    public static Optional<ReviewViewModel> of(ConfigViewModel model, List<Assignment> wanted, Tasks tasks) {
        return model.configProperty().get().map(report -> new ReviewViewModel(model, report, wanted, tasks));
    }

    /** Beside the config; a name that is a Python name where that one's is, as MMEngine's pure Python style needs. */
    private static String freeName(Path file) {
        String stem = file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
        String name = stem + "_layergraft.py";
        for (int i = 2; java.nio.file.Files.exists(file.resolveSibling(name)); i++) {
            name = stem + "_layergraft" + i + ".py";
        }
        return name;
    }

    private void proposeAll() {
        for (Way each : Way.values()) {
            propose(each);
        }
    }

    private void propose(Way of) {
        var pending = new Proposal.Pending();
        set(of, pending);
        String name = newFile.get();
        Patcher patcher = Patcher.of(report.config(), model.scopes());
        tasks.start(
                () -> switch (of) {
                    case FILE -> Proposal.Write.of(patcher.inPlace(wanted));
                    case BASES -> Proposal.Write.of(patcher.owningBases().inPlace(wanted));
                    case NEW -> Proposal.Write.of(patcher.override(wanted, target(name)));
                    case OPTIONS -> new Proposal.Say(patcher.options(wanted));
                },
                found -> told(of, pending, found),
                refused -> told(of, pending, new Proposal.Refused(refused.problem())));
    }

    /** Another name may have been typed meanwhile. */
    private void told(Way of, Proposal.Pending asked, Proposal found) {
        if (proposals.get(of).get() == asked) {
            set(of, found);
        }
    }

    private void set(Way of, Proposal proposal) {
        proposals.get(of).set(proposal);
        if (!picked && ORDER.stream().noneMatch(w -> proposals.get(w).get() instanceof Proposal.Pending)) {
            picked = true;
            ORDER.stream()
                    .filter(w -> !(proposals.get(w).get() instanceof Proposal.Refused))
                    .findFirst()
                    .ifPresent(way::set);
        }
        show();
    }

    private void show() {
        shown.set(proposals.get(way.get()).get());
    }

    private Path target(String name) throws LayergraftException {
        try {
            return report.config().top().path().resolveSibling(name.strip());
        } catch (InvalidPathException noName) {
            throw LayergraftException.input("config", "patch.python", name);
        }
    }

    /** Writes what is shown; {@link #doneProperty()} tells when that is done. */
    void write() {
        if (shown.get() instanceof Proposal.Write(ConfigPatch patch, var _)
                && !patch.changes().isEmpty()) {
            problem.set(Optional.empty());
            model.write(patch, () -> done.set(true), failed -> problem.set(Optional.of(failed.problem())));
        }
    }

    /** Works everything out anew, for the config as it is on disk now. */
    void renew() {
        problem.set(Optional.empty());
        model.read(file(), now -> {
            report = now;
            proposeAll();
        });
    }

    ObjectProperty<Way> wayProperty() {
        return way;
    }

    /** Where the new file is to be: a name beside the config, or a path. */
    StringProperty newFileProperty() {
        return newFile;
    }

    ReadOnlyObjectProperty<Proposal> proposalOf(Way of) {
        return proposals.get(of).getReadOnlyProperty();
    }

    /** What the chosen way comes to. */
    ReadOnlyObjectProperty<Proposal> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Why nothing was written. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    ReadOnlyBooleanWrapper doneProperty() {
        return done;
    }

    BooleanBinding writable() {
        return Bindings.createBooleanBinding(
                () -> shown.get() instanceof Proposal.Write(ConfigPatch patch, var _)
                        && !patch.changes().isEmpty()
                        && !model.work().busyProperty().get(),
                shown,
                model.work().busyProperty());
    }

    List<Assignment> wanted() {
        return wanted;
    }

    Path file() {
        return report.config().top().path();
    }
}
