package org.layergraft.ui.tasks;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableDoubleValue;
import javafx.beans.value.ObservableStringValue;
import javafx.beans.value.ObservableValue;
import org.layergraft.text.Problem;

/**
 * Something that may run.
 *
 * @param id one of a kind
 * @param title what it is, while it runs
 * @param going does it run?
 * @param where what it is doing in particular; "" where that is not known
 * @param progress from 0 to 1; negative while nothing is known
 * @param expected how long all of it should take, asked when it begins
 * @param cancellable can it be stopped?
 * @param cancel stops it, or asks it to
 */
public record Job(
        String id,
        ObservableValue<Problem> title,
        ObservableBooleanValue going,
        ObservableStringValue where,
        ObservableDoubleValue progress,
        Supplier<Optional<Duration>> expected,
        ObservableBooleanValue cancellable,
        Runnable cancel) {}
