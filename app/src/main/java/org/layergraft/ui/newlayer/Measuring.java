package org.layergraft.ui.newlayer;

import javafx.beans.value.ObservableBooleanValue;

/** How sizes that only a run can tell are found out. */
public interface Measuring {

    /** Would it tell something new now? Not where it was done already. */
    ObservableBooleanValue possible();

    ObservableBooleanValue going();

    /** Executes the model once. */
    void start();
}
