package org.layergraft.ui;

import java.util.Optional;
import java.util.function.Consumer;
import org.layergraft.experiment.RunSettings;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.InputsStore.Given;
import org.layergraft.ui.common.Tone;

/**
 * The inputs and the loss that a person gave a model are there again when it is opened by itself another day. An experiment has its own.
 * Of a file nothing but its content is looked at: it may lie elsewhere by then.
 */
final class GivenInputs {

    private final WorkbenchViewModel model;
    private final Idle idle;
    private final InputsStore store;
    private final Consumer<Runnable> later;
    private OpenedModel open;
    private boolean looked;
    private Optional<Given> last = Optional.empty();

    /** @param later runs something a moment later on a thread of its own, one after the other */
    GivenInputs(WorkbenchViewModel model, Idle idle, InputsStore store, Consumer<Runnable> later) {
        this.model = model;
        this.idle = idle;
        this.store = store;
        this.later = later;
        open = model.files().model();
        if (model.document().openProperty().get()) {
            lookUp();
        }
        model.document().experimentProperty().subscribe((_, _) -> opened());
        model.switches().settingsProperty().subscribe((_, now) -> changed(now));
    }

    private void opened() {
        if (model.files().model() != open) {
            open = model.files().model();
            looked = false;
            lookUp();
        }
    }

    /** For its hash the file is read whole. */
    private void lookUp() {
        OpenedModel asked = open;
        idle.then(() -> model.tasks().start(() -> store.of(asked.hash()), found -> arrived(asked, found), _ -> {}));
    }

    private void arrived(OpenedModel asked, Optional<Given> found) {
        if (asked != model.files().model()) {
            return;
        }
        looked = true;
        var now = Given.of(open, model.switches().settingsProperty().get());
        last = Optional.of(now);
        if (now.isNothing() && model.files().graftProperty().get().isEmpty()) {
            found.ifPresent(this::show);
        }
    }

    private void show(Given given) {
        boolean own = model.switches().inputs().hasOwn();
        last = Optional.of(given);
        model.files().withoutLoss(() -> model.switches().inputs().show(given.inputs(), given.loss()));
        var told = Problem.of("ui", "message.inputs", open.file().getFileName());
        if (own) {
            // They hide what the model's makers gave it.
            model.announcements().tell(Tone.NEUTRAL, told);
        } else {
            model.announcements().list(Tone.NEUTRAL, told);
        }
    }

    private void changed(RunSettings now) {
        if (model.files().model() != open) {
            // Another model is being opened.
            return;
        }
        var given = Given.of(open, now);
        if (looked ? !Optional.of(given).equals(last) : !given.isNothing()) {
            last = Optional.of(given);
            keep(given);
        }
    }

    private void keep(Given given) {
        OpenedModel of = open;
        later.accept(() -> {
            try {
                store.keep(of.hash(), given);
            } catch (LayergraftException unreadable) {
                // The file is gone, and what is typed for it stays in the window.
            }
        });
    }
}
