package org.layergraft.ui.snippets;

import org.layergraft.step.Switches;

/**
 * Switches that can be written elsewhere.
 *
 * @param fix whether they are those of a fix that a run or a prediction has shown to help, rather than as they are set
 */
public record WrittenSwitches(boolean fix, Switches switches) {}
