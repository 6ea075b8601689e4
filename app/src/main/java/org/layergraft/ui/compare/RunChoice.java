package org.layergraft.ui.compare;

import org.layergraft.ui.runs.FinishedRun;

/**
 * A run that can be compared.
 *
 * @param number among the runs of this model, from 1 for the oldest
 */
record RunChoice(int number, FinishedRun run) {}
