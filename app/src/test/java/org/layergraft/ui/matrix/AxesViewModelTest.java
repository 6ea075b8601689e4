package org.layergraft.ui.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.VariedOption;
import org.layergraft.experiment.RunSettings;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.runs.Pace;

class AxesViewModelTest {

    private static final RunSettings CHECKPOINTED = RunSettings.DEFAULT.with(
            Switches.DEFAULT.withCheckpoint(new Checkpoint(Checkpoint.Mode.OFF, List.of("encoder.0"))));

    private final ObjectProperty<RunSettings> settings = new SimpleObjectProperty<>(RunSettings.DEFAULT);
    private final ObjectProperty<Optional<Pace>> pace = new SimpleObjectProperty<>(Optional.empty());
    private final Words words = new Words(Locale.ENGLISH);
    private final AxesViewModel model = new AxesViewModel(settings, pace, words);

    private AxisViewModel axis(VariedOption option) {
        return model.options().stream()
                .filter(a -> a.option() == option)
                .findFirst()
                .orElseThrow();
    }

    private void pick(VariedOption option) {
        axis(option).pickedProperty().set(true);
    }

    private void pick(VariedOption option, String values) {
        pick(option);
        axis(option).valuesProperty().set(values);
    }

    private void counts(int wanted) {
        assertEquals("Run " + wanted + " combinations", model.labelProperty().get());
        assertEquals(
                wanted,
                Matrix.combinations(settings.get().switches(), model.axes()).size(),
                "as many as will be run");
    }

    private String note() {
        return model.noteProperty().get().map(words::get).orElse("");
    }

    private String obstacle() {
        return model.obstacleProperty().get().map(words::get).orElse("");
    }

    @Test
    void whatIsPickedMultiplies() {
        counts(4);
        pick(VariedOption.BF16);
        counts(8);
        pick(VariedOption.BUCKET_CAP_MB, "1, 5, 25");
        counts(24);
        settings.set(CHECKPOINTED);
        counts(72);
        axis(VariedOption.BF16).pickedProperty().set(false);
        counts(36);
        axis(VariedOption.BUCKET_CAP_MB).valuesProperty().set("5, 5.0");
        counts(12);
    }

    @Test
    void whatCannotBeRunIsSaidBesideItAndStopsAll() {
        pick(VariedOption.BUCKET_CAP_MB, "1, none");
        pick(VariedOption.ACCUMULATE, "0");
        assertEquals("Run", model.labelProperty().get());
        assertEquals(
                "bucket_cap_mb cannot be none: it is a size in MiB above 0 and up to 1048576, as in 1, 25.",
                words.get(axis(VariedOption.BUCKET_CAP_MB)
                        .mistakeProperty()
                        .getValue()
                        .orElseThrow()));
        assertTrue(axis(VariedOption.ACCUMULATE).mistakeProperty().getValue().isPresent());
        assertTrue(obstacle().startsWith("bucket_cap_mb cannot be none"));
        axis(VariedOption.BUCKET_CAP_MB).valuesProperty().set("1");
        assertTrue(obstacle().startsWith("accumulate cannot be 0"));
        axis(VariedOption.ACCUMULATE).pickedProperty().set(false);
        assertEquals("", obstacle(), "what is not picked may be anything");
        assertEquals(
                Optional.empty(),
                axis(VariedOption.ACCUMULATE).mistakeProperty().getValue());
        counts(4);
    }

    @Test
    void manyAreWarnedOfAndTooManyRefused() {
        settings.set(CHECKPOINTED);
        pick(VariedOption.BF16);
        pick(VariedOption.GRADIENT_AS_BUCKET_VIEW);
        counts(48);
        assertEquals("", note());
        pick(VariedOption.ACCUMULATE);
        pick(VariedOption.BROADCAST_BUFFERS);
        pick(VariedOption.BUCKET_CAP_MB);
        counts(384);
        assertEquals("That is a lot. It can be stopped at any time: rows that are finished stay.", note());
        assertEquals("", obstacle(), "everything at once is allowed");
        axis(VariedOption.BUCKET_CAP_MB).valuesProperty().set("1, 5, 25");
        assertEquals(
                "576 combinations are more than the 400 that are run at once. Vary fewer options, or fewer values of"
                        + " them.",
                note());
        assertEquals(note(), obstacle());
        assertEquals("Run 576 combinations", model.labelProperty().get());
    }

    @Test
    void theTimeIsThatOfARunOfTheSameKind() {
        assertEquals("", model.timeProperty().get());
        pace.set(Optional.of(new Pace(RunSettings.DEFAULT, Duration.ofMillis(1300))));
        assertEquals("about 6 s", model.timeProperty().get());
        pick(VariedOption.BF16);
        assertEquals("about 15 s", model.timeProperty().get());
        settings.set(settings.get().with(Switches.DEFAULT.withStaticGraph(true)));
        assertEquals("about 15 s", model.timeProperty().get(), "a switch does not make another kind of it");
        pick(VariedOption.BUCKET_CAP_MB, "1,2,3,4,5,6,7,8,9,10,11,12");
        assertEquals("about 3 min", model.timeProperty().get());
        words.speak(Locale.SIMPLIFIED_CHINESE);
        assertEquals("约 3 分钟", model.timeProperty().get());
        pick(VariedOption.BUCKET_CAP_MB, "");
        assertEquals("", model.timeProperty().get());
        pick(VariedOption.BUCKET_CAP_MB, "1");
        settings.set(settings.get().on("cuda"));
        assertEquals("", model.timeProperty().get(), "nothing is known of that device");
    }
}
