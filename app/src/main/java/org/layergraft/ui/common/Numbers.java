package org.layergraft.ui.common;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.util.StringConverter;

/** Spinners for whole numbers that take what is typed as soon as it is a number in range, and put the last good one back if it never is. */
public final class Numbers {

    private Numbers() {}

    public static void bind(
            Spinner<Long> spinner,
            long least,
            long most,
            ObservableValue<?> watched,
            LongSupplier get,
            LongConsumer set) {
        var values = new Whole(least, most);
        values.setValue(get.getAsLong());
        spinner.setValueFactory(values);
        values.valueProperty().subscribe(value -> {
            if (value != null && value != get.getAsLong()) {
                set.accept(value);
            }
        });
        watched.subscribe(_ -> values.setValue(get.getAsLong()));
        var text = spinner.getEditor();
        text.textProperty().subscribe(typed -> parse(typed, least, most, values));
        text.focusedProperty().subscribe(focused -> {
            if (!focused && values.getValue() != null) {
                text.setText(String.valueOf(values.getValue()));
            }
        });
    }

    private static void parse(String typed, long least, long most, Whole values) {
        try {
            long value = Long.parseLong(typed.strip());
            if (value >= least && value <= most) {
                values.setValue(value);
            }
        } catch (NumberFormatException e) {
            // Half typed: the last good value stays.
        }
    }

    private static final class Whole extends SpinnerValueFactory<Long> {

        private final long least;
        private final long most;

        Whole(long least, long most) {
            this.least = least;
            this.most = most;
            setConverter(new StringConverter<>() {
                @Override
                public String toString(Long value) {
                    return value == null ? "" : value.toString();
                }

                @Override
                public Long fromString(String typed) {
                    try {
                        return Math.clamp(Long.parseLong(typed.strip()), least, most);
                    } catch (NumberFormatException e) {
                        return getValue();
                    }
                }
            });
        }

        @Override
        public void decrement(int by) {
            setValue(Math.max(least, getValue() - by));
        }

        @Override
        public void increment(int by) {
            setValue(Math.min(most, getValue() + by));
        }
    }
}
