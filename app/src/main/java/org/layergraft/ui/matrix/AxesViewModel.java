package org.layergraft.ui.matrix;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.LongBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableValue;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.VariedOption;
import org.layergraft.experiment.RunSettings;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Lasting;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.runs.Pace;

/** What the next matrix varies besides the switches that every matrix varies, and what that comes to. */
public final class AxesViewModel {

    /** From here on it is said that it will take a while. */
    static final int MANY = 48;

    /** All options at once with two values each are fewer; more is more likely a slip than a wish. */
    static final int MOST = 400;

    private final List<AxisViewModel> options =
            Arrays.stream(VariedOption.values()).map(AxisViewModel::new).toList();
    private final ObservableValue<RunSettings> settings;
    private final LongBinding count;
    private final ObjectBinding<Optional<Problem>> obstacle;
    private final ObjectBinding<Optional<Problem>> note;
    private final StringBinding label;
    private final StringBinding time;

    AxesViewModel(ObservableValue<RunSettings> settings, ObservableValue<Optional<Pace>> pace, Words words) {
        this.settings = settings;
        var axes = options.stream()
                .flatMap(o -> Stream.of(o.pickedProperty(), o.valuesProperty()))
                .toArray(Observable[]::new);
        count = Bindings.createLongBinding(
                () -> Matrix.count(settings.getValue().switches(), axes()), with(axes, settings));
        obstacle = Bindings.createObjectBinding(this::findObstacle, with(axes, count));
        note = Bindings.createObjectBinding(this::findNote, with(axes, count));
        label = Bindings.createStringBinding(
                () -> mistake().isPresent() ? words.get("axes.start") : words.get("axes.start.count", count.get()),
                with(axes, count, words.textsProperty()));
        time = Bindings.createStringBinding(
                () -> obstacle.get().isPresent() ? "" : time(pace.getValue(), words),
                with(axes, obstacle, settings, pace, words.textsProperty()));
    }

    private static Observable[] with(Observable[] some, Observable... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(Observable[]::new);
    }

    private Optional<Problem> mistake() {
        return options.stream().flatMap(o -> o.mistake().stream()).findFirst();
    }

    private Optional<Problem> findObstacle() {
        return mistake()
                .or(() -> count.get() > MOST
                        ? Optional.of(Problem.of("ui", "axes.too_many", count.get(), MOST))
                        : Optional.empty());
    }

    private Optional<Problem> findNote() {
        return mistake().isPresent() || count.get() <= MANY
                ? Optional.empty()
                : obstacle.get().or(() -> Optional.of(Problem.of("ui", "axes.many")));
    }

    private String time(Optional<Pace> pace, Words words) {
        return pace.flatMap(p -> p.of(settings.getValue()))
                .map(each -> Lasting.about(each.multipliedBy(count.get()), words))
                .orElse("");
    }

    /** Another model: nothing is picked. */
    void reset() {
        options.forEach(AxisViewModel::reset);
    }

    /** In the order in which they can be picked; those that cannot be read are missing. */
    public List<Axis> axes() {
        return options.stream().flatMap(o -> o.axis().stream()).toList();
    }

    public List<AxisViewModel> options() {
        return options;
    }

    /** How many combinations will be run. */
    public LongBinding countProperty() {
        return count;
    }

    /** "Run 24 combinations"; without a number while a value cannot be read. */
    public StringBinding labelProperty() {
        return label;
    }

    /** "about 40 s" where a run like these is known; else "". */
    public StringBinding timeProperty() {
        return time;
    }

    /** Why nothing can be started. */
    public ObjectBinding<Optional<Problem>> obstacleProperty() {
        return obstacle;
    }

    /** What is to be said about how many there are. */
    public ObjectBinding<Optional<Problem>> noteProperty() {
        return note;
    }
}
