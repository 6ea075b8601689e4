package org.layergraft.ui;

import javafx.beans.binding.BooleanBinding;

/** When something can be done to the open model. Each is made anew: a binding lives as long as somebody holds it. */
record Readiness(WorkbenchViewModel model) {

    /** A model is open, it is here, and nothing changes. */
    BooleanBinding editable() {
        return model.document()
                .openProperty()
                .and(model.document().busyProperty().not())
                .and(here());
    }

    /** It can be edited and run: it is not one that was watched elsewhere. */
    BooleanBinding here() {
        return model.document().capturedProperty().not();
    }

    /** A model is open, nothing runs and nothing changes. */
    BooleanBinding idle() {
        return model.document()
                .openProperty()
                .and(model.runs().runningProperty().not())
                .and(model.document().busyProperty().not());
    }
}
