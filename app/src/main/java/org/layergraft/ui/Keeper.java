package org.layergraft.ui;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.RecoveryStore.Left;
import org.layergraft.ui.common.Question;
import org.layergraft.ui.common.Question.Choice;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.config.ConfigWatch;

/**
 * Looks after a window: keeps what it has against crashes, offers what a crash left, brings back what its model was given before, and
 * notices that the model is another on disk.
 */
final class Keeper implements AutoCloseable {

    /** Why a run refuses a file that is not as it was opened. */
    private static final Set<String> OF_FILE = Set.of("file.gone", "archive.gone", "archive.changed");

    /** With the time to write it, less than the two seconds that may be lost. */
    private static final Duration SOON = Duration.ofMillis(700);

    private static final Duration LOOKS = Duration.ofSeconds(2);

    /** The same in every language that the window may be turned to. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final WorkbenchViewModel model;
    private final Idle idle;
    private final RecoveryStore store;
    private final InputsStore inputs;
    private final OtherWindows others;
    private final AtomicBoolean complained = new AtomicBoolean();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "keeper");
        thread.setDaemon(true);
        return thread;
    });

    private Keeper(WorkbenchViewModel model, Idle idle, RecoveryStore store, InputsStore inputs, OtherWindows others) {
        this.model = model;
        this.idle = idle;
        this.store = store;
        this.inputs = inputs;
        this.others = others;
    }

    /**
     * Of the only window.
     *
     * @param folder of the settings
     */
    static Keeper of(WorkbenchViewModel model, Path folder) {
        return of(
                model,
                new Idle(model),
                new RecoveryStore(folder.resolve("recovery")),
                new InputsStore(folder),
                OtherWindows.NONE);
    }

    /** @param others where what a crash left is restored when this window has something open already */
    static Keeper of(
            WorkbenchViewModel model, Idle idle, RecoveryStore store, InputsStore inputs, OtherWindows others) {
        var keeper = new Keeper(model, idle, store, inputs, others);
        keeper.begin();
        return keeper;
    }

    private void begin() {
        new Autosave(model.files(), store, model.tasks()::soon, this::soon, this::notKept);
        new GivenInputs(model, idle, inputs, this::soon);
        var watch = new ModelWatch(
                model.files()::model, (of, change) -> model.tasks().soon(() -> ask(of, change)));
        var configs = new ConfigWatch(model.config(), model.tasks());
        clock.scheduleWithFixedDelay(configs::look, LOOKS.toMillis(), LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(watch::look, LOOKS.toMillis(), LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        model.tasks().start(store::left, this::offer, _ -> {});
        // Known before it is needed: reading a large file takes longer than what may be lost.
        model.document().experimentProperty().subscribe((_, _) -> idle.then(this::hash));
    }

    private void hash() {
        model.tasks().start(model.files().model()::hash, _ -> {}, _ -> {});
    }

    /** What comes to a window that is closed has nothing to be kept for. */
    private void soon(Runnable work) {
        if (!clock.isShutdown()) {
            clock.schedule(work, SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Said once: whoever cannot be helped now need not hear it every second. */
    private void notKept(LayergraftException problem) {
        if (complained.compareAndSet(false, true)) {
            model.tasks().soon(() -> model.announcements().list(Tone.WARNING, problem.problem()));
        }
    }

    private void offer(List<Left> left) {
        left.forEach(this::offer);
    }

    private void offer(Left left) {
        var saved = left.saved();
        var name = saved.belongsTo().orElse(saved.model()).getFileName();
        var at = TIME.withZone(ZoneId.systemDefault()).format(left.at().toInstant());
        model.questions()
                .ask(new Question(
                        "recovery " + System.identityHashCode(left),
                        Tone.WARNING,
                        Problem.of(
                                "ui",
                                "question.recovery",
                                name,
                                at,
                                saved.log().edits().size(),
                                saved.runs().size()),
                        List.of(
                                new Choice("question.restore", () -> bringBack(left)),
                                new Choice("question.discard", () -> store.forget(left))),
                        () -> store.letGo(left)));
    }

    /** Several windows may have crashed at once; none of them takes the place of another. */
    private void bringBack(Left left) {
        if (others.arePossible() && model.document().openProperty().get()) {
            others.restore(left);
        } else {
            restore(left);
        }
    }

    /** What a crash left is in this window from now on. */
    void restore(Left left) {
        if (!model.opening().restore(left.saved(), () -> store.takeOver(left))) {
            offer(left);
        }
    }

    private void ask(OpenedModel of, ModelWatch.Change change) {
        if (model.files().model() != of) {
            return;
        }
        // What a run said of the file may be no longer so, and the question says what is.
        model.announcements().retract(OF_FILE);
        switch (change) {
            case ANOTHER ->
                model.questions()
                        .ask(new Question(
                                FilesViewModel.ON_DISK,
                                Tone.WARNING,
                                Problem.of("ui", "question.changed", of.file().getFileName()),
                                List.of(new Choice(
                                        "question.reload", () -> model.opening().reload(() -> ask(of, change))))));
            case GONE ->
                model.questions()
                        .ask(new Question(
                                FilesViewModel.ON_DISK,
                                Tone.WARNING,
                                Problem.of("ui", "question.gone", of.file()),
                                List.of()));
            case BACK -> model.questions().withdraw(FilesViewModel.ON_DISK);
        }
    }

    /** The window closes as it should. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            // What is being written is deleted right after.
            clock.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
