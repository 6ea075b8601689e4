package org.layergraft.ui.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.config.ConfigPatch;
import org.layergraft.config.ConfigReader;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.FileChange;
import org.layergraft.config.Scopes;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Question;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;

/** The training config that is open beside the model: read, shown, changed. It is never executed. */
public final class ConfigViewModel {

    /** What the question after writing is about. */
    static final String WRITTEN = "config written";

    /** The window around the pane. */
    public interface Surroundings {
        /** A config was read that was not open before. */
        void opened(Path file);

        /** Says it in the list of messages. */
        void list(Tone tone, Problem text);

        /** Says it across the window. */
        void tell(Tone tone, Problem text);

        /** Puts a question about the same in its place. */
        void ask(Question question);

        /** The question means nothing any more. */
        void withdraw(String about);
    }

    /** @param file that was open when it was written */
    private record Written(ConfigPatch patch, Path file) {}

    private final Surroundings window;
    private final ReadOnlyObjectWrapper<Optional<ConfigReport>> config = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Path>> wanted = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Written>> written = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyLongWrapper asked = new ReadOnlyLongWrapper();
    private final ConfigWork work;
    private final ConfigLists lists;
    private Scopes scopes = Scopes.NONE;

    // The watch asks from its own thread.
    private volatile Optional<ConfigReport> watched = Optional.empty();

    public ConfigViewModel(Tasks tasks, Words words, Surroundings window) {
        this.window = window;
        work = new ConfigWork(tasks);
        lists = new ConfigLists(words);
    }

    /** Reads a config, in the background. What is shown stays until it is read; then it makes place. */
    public void open(Path file) {
        asked.set(asked.get() + 1);
        Path wholly = file.toAbsolutePath().normalize();
        if (!wanted.get().equals(Optional.of(wholly))) {
            // It was said of the one before, and can still be taken back by its action.
            window.withdraw(WRITTEN);
        }
        read(wholly);
    }

    /** The same for a file that an experiment names: nobody asked to see it now. */
    public void restore(Path file) {
        read(file.toAbsolutePath().normalize());
    }

    /** Its files are others on disk. */
    void changedOnDisk() {
        config.get().ifPresent(report -> {
            Path file = report.config().top().path();
            read(file, _ -> window.list(Tone.NEUTRAL, Problem.of("ui", "config.reread", file.getFileName())));
        });
    }

    /** Reads the same once more, as its files are now. */
    public void reload() {
        wanted.get().ifPresent(this::read);
    }

    /** Configs of packages are looked for in this folder, too, from now on. */
    public void lookIn(Path folder) {
        scopes = new Scopes(Stream.concat(scopes.folders().stream(), Stream.of(folder))
                .distinct()
                .toList());
        reload();
    }

    private void read(Path file) {
        read(file, _ -> {});
    }

    /** @param then told once it is read */
    void read(Path file, Consumer<ConfigReport> then) {
        if (work.isHeld()) {
            // What is being written is read in a moment anyway.
            return;
        }
        wanted.set(Optional.of(file));
        Scopes where = scopes;
        work.start(
                Problem.of("ui", "tasks.config", file.getFileName()),
                true,
                () -> ConfigReport.of(ConfigReader.open(file, where)),
                report -> {
                    show(report);
                    then.accept(report);
                },
                failed -> problem.set(Optional.of(failed.problem())));
    }

    /** Waits no longer for what is being read. */
    public void cancel() {
        if (work.drop()) {
            wanted.set(config.get().map(r -> r.config().top().path()));
        }
    }

    private void show(ConfigReport report) {
        Path file = report.config().top().path();
        boolean fresh =
                config.get().filter(r -> r.config().top().path().equals(file)).isEmpty();
        problem.set(Optional.empty());
        watched = Optional.of(report);
        lists.show(report, fresh);
        config.set(Optional.of(report));
        lists.showWorst(report);
        if (fresh) {
            window.opened(file);
        }
    }

    /**
     * Writes a change that was reviewed, and reads the config again; from a new file that inherits it on, that one.
     *
     * @param then told once it is written
     * @param refused told why it was not
     */
    void write(ConfigPatch patch, Runnable then, Consumer<LayergraftException> refused) {
        Optional<Path> open = config.get().map(r -> r.config().top().path());
        if (open.isEmpty() || work.isHeld()) {
            return;
        }
        work.start(
                Problem.of("ui", "tasks.config.write", names(patch)),
                false,
                patch::write,
                backups -> {
                    written.set(Optional.of(new Written(patch, open.get())));
                    Path next = patch.result().top().path();
                    Problem text = backups.isEmpty()
                            ? Problem.of(
                                    "ui",
                                    "config.written.inherits",
                                    next.getFileName(),
                                    open.get().getFileName())
                            : Problem.of("ui", "config.written", names(patch), names(backups));
                    window.ask(new Question(
                            WRITTEN,
                            Tone.GOOD,
                            text,
                            List.of(new Question.Choice("question.undo_config", this::undo))));
                    then.run();
                    read(next);
                },
                refused);
    }

    /** Takes back what was written last, unless the files are others by now. */
    public void undo() {
        Optional<Written> last = written.get();
        if (last.isEmpty() || work.isHeld()) {
            return;
        }
        ConfigPatch patch = last.get().patch();
        work.start(
                Problem.of("ui", "tasks.config.write", names(patch)),
                false,
                () -> {
                    patch.takeBack();
                    return patch;
                },
                _ -> {
                    written.set(Optional.empty());
                    window.withdraw(WRITTEN);
                    window.tell(Tone.GOOD, Problem.of("ui", "config.undone", names(patch)));
                    read(last.get().file());
                },
                failed -> window.tell(Tone.BAD, failed.problem()));
    }

    private static String names(ConfigPatch patch) {
        return names(patch.changes().stream().map(FileChange::file).toList());
    }

    private static String names(List<Path> files) {
        return files.stream().map(f -> f.getFileName().toString()).collect(Collectors.joining(", "));
    }

    /** For whoever watches the files, on any thread. */
    Optional<ConfigReport> watched() {
        return watched;
    }

    /** Where packages whose configs are inherited are looked for. */
    public Scopes scopes() {
        return scopes;
    }

    /** The config that is open, with everything that is known about it; empty while none is. */
    public ReadOnlyObjectProperty<Optional<ConfigReport>> configProperty() {
        return config.getReadOnlyProperty();
    }

    /** The config that was asked for last, also while it is being read and where it cannot be. */
    public ReadOnlyObjectProperty<Optional<Path>> wantedProperty() {
        return wanted.getReadOnlyProperty();
    }

    /** Why the file that was wanted last could not be read; what is shown is then what was read before. */
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Is there a config, or one that could not be read? */
    public BooleanBinding reloadable() {
        return Bindings.createBooleanBinding(() -> wanted.get().isPresent(), wanted);
    }

    public BooleanBinding open() {
        return Bindings.createBooleanBinding(() -> config.get().isPresent(), config);
    }

    /** Can something be put right without a choice? */
    public BooleanBinding repairable() {
        return Bindings.createBooleanBinding(
                () -> config.get().filter(r -> !r.remedies().isEmpty()).isPresent(), config);
    }

    /** Was something written that can be taken back? */
    public BooleanBinding undoable() {
        return Bindings.createBooleanBinding(() -> written.get().isPresent(), written);
    }

    /** Counts how often somebody wanted to see a config. */
    public ReadOnlyLongProperty askedProperty() {
        return asked.getReadOnlyProperty();
    }

    /** What of it is listed, and the source that is shown. */
    public ConfigLists lists() {
        return lists;
    }

    /** What is being read or written. */
    public ConfigWork work() {
        return work;
    }
}
