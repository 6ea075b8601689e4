package org.layergraft.ui;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.OpenedModel.Stamp;

/** Notices that the file of the open model is another, once it has stopped changing. */
final class ModelWatch {

    /** What became of the file. */
    enum Change {
        ANOTHER,
        GONE,
        /** As it was opened, after it was told that it is not. */
        BACK
    }

    private final Supplier<OpenedModel> open;
    private final BiConsumer<OpenedModel, Change> told;
    private Optional<OpenedModel> of = Optional.empty();
    private Optional<Stamp> last = Optional.empty();
    private Optional<Stamp> known = Optional.empty();
    private boolean tellable;
    private boolean amiss;

    ModelWatch(Supplier<OpenedModel> open, BiConsumer<OpenedModel, Change> told) {
        this.open = open;
        this.told = told;
    }

    /** Call it every now and then, in the background. */
    synchronized void look() {
        OpenedModel model = open.get();
        Optional<Stamp> now = Stamp.of(model.file());
        if (of.filter(o -> o == model).isEmpty()) {
            of = Optional.of(model);
            known = Optional.empty();
            tellable = true;
            amiss = false;
        }
        boolean still = now.equals(last);
        last = now;
        boolean news = tellable || !known.equals(now);
        if (model.looksTheSame(now)) {
            tellable = true;
            back(model);
        } else if (still && news) {
            tellable = false;
            known = now;
            tell(model, now);
        }
    }

    private void tell(OpenedModel model, Optional<Stamp> now) {
        try {
            if (now.isEmpty()) {
                amiss = true;
                told.accept(model, Change.GONE);
            } else if (model.isAnother(now)) {
                amiss = true;
                told.accept(model, Change.ANOTHER);
            } else {
                back(model);
            }
        } catch (LayergraftException unreadable) {
            // It is gone again already; the next look will tell.
            tellable = true;
        }
    }

    private void back(OpenedModel model) {
        if (amiss) {
            amiss = false;
            told.accept(model, Change.BACK);
        }
    }
}
