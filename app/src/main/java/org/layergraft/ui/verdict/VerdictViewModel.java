package org.layergraft.ui.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.layergraft.diagnosis.Diagnosis;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.experiment.Trials;
import org.layergraft.step.GradientState;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;

/** What the last run means. */
public final class VerdictViewModel {

    private final Words words;
    private final ObjectProperty<Optional<RunResult>> result = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Problem> hint = new SimpleObjectProperty<>(Problem.of("ui", "verdict.hint.empty"));
    private final ReadOnlyObjectWrapper<Tone> tone = new ReadOnlyObjectWrapper<>(Tone.NEUTRAL);
    private final ObservableList<Remedy> remedies = FXCollections.observableArrayList();
    private final BooleanProperty stale = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper untried = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper predicted = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Lesson>> lesson = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringBinding sentence;
    private final StringBinding explanation;
    private final StringBinding message;

    public VerdictViewModel(Words words) {
        this.words = words;
        sentence = text(this::sentenceAndAge, () -> words.get(hint.get()));
        explanation = text(this::explain, () -> "");
        message = text(VerdictViewModel::pyTorch, () -> "");
        stale.subscribe(this::judge);
    }

    private StringBinding text(
            java.util.function.Function<RunResult, String> ofRun, java.util.function.Supplier<String> without) {
        return Bindings.createStringBinding(
                () -> result.get().map(ofRun).orElseGet(without), result, hint, stale, words.textsProperty());
    }

    /** A verdict of what is no longer there must not be taken for one of what is. */
    private String sentenceAndAge(RunResult run) {
        String said = words.get(sentenceOf(run));
        return stale.get() ? words.get("verdict.stale", said) : said;
    }

    /** The one sentence about a run, with a verdict or without. */
    public static Problem sentenceOf(RunResult run) {
        return run.verdict()
                .map(Verdict::sentence)
                .or(() -> run.single().map(Diagnosis::sentence))
                .orElseGet(() -> Problem.of("ui", "verdict.hint.open"));
    }

    public static Tone toneOf(RunResult run) {
        if (run.verdict().isPresent()) {
            var verdict = run.verdict().get();
            boolean warned =
                    verdict.outcome() == Outcome.OK && !verdict.warnings().isEmpty();
            return !verdict.trains() ? Tone.BAD : warned ? Tone.WARNING : Tone.GOOD;
        }
        boolean trains = run.single().filter(s -> s.trains()).isPresent();
        boolean gaps = run.coverage().stream()
                .flatMap(c -> c.ranks().stream())
                .anyMatch(g -> g.state() == GradientState.NONE || g.state() == GradientState.NONFINITE);
        return !trains ? Tone.BAD : gaps ? Tone.WARNING : Tone.GOOD;
    }

    /** What to do next, while there is no run to speak of. */
    public void hint(Problem next) {
        result.set(Optional.empty());
        hint.set(next);
        judge();
        remedies.clear();
        predicted.set(false);
        lesson.set(Optional.empty());
    }

    public void show(RunResult run) {
        result.set(Optional.of(run));
        judge();
        predicted.set(run.isPredicted());
        remedies.setAll(run.verdict().map(v -> remedies(v, run)).orElse(List.of()));
        lesson.set(Lesson.about(run));
    }

    /** What was before the last change is neither good nor bad news of what is now, and its fixes are not worth trying. */
    private void judge() {
        var current = result.get().filter(_ -> !stale.get());
        tone.set(current.map(VerdictViewModel::toneOf).orElse(Tone.NEUTRAL));
        untried.set(current.filter(r -> !r.isPredicted() && Trials.pending(r)).isPresent());
    }

    /** What a run can show to help is left out until one has. */
    private static List<Remedy> remedies(Verdict verdict, RunResult run) {
        var remedies = new ArrayList<Remedy>();
        for (Verdict.Fix fix : verdict.fixes()) {
            var change = Trials.change(fix, run);
            if (run.isPredicted()) {
                // Switches that would not help are left out already; edits are made where the model is.
                remedies.add(
                        new Remedy(fix, Trials.parameters(run), change.filter(c -> !(c instanceof Trials.Change.Do))));
                continue;
            }
            if (fix.verified() || change.isEmpty()) {
                remedies.add(new Remedy(fix, Trials.parameters(run), change));
            }
        }
        return remedies;
    }

    private String explain(RunResult run) {
        return run.verdict()
                .map(v -> {
                    var text = new StringBuilder(words.get(v.explanation()));
                    run.predicted().ifPresent(basis -> text.append('\n').append(words.get(basis)));
                    v.warnings().forEach(w -> text.append('\n').append(words.get(w)));
                    return text.toString();
                })
                .orElse("");
    }

    private static String pyTorch(RunResult run) {
        return run.verdict()
                .flatMap(Verdict::message)
                .or(() -> run.single().flatMap(s -> s.failure()).map(f -> f.message()))
                .orElse("");
    }

    public StringBinding sentenceProperty() {
        return sentence;
    }

    /** Why, and what else is worth knowing; "" where there is nothing to say. */
    public StringBinding explanationProperty() {
        return explanation;
    }

    /** PyTorch's own words, or "". */
    public StringBinding messageProperty() {
        return message;
    }

    public ReadOnlyObjectProperty<Tone> toneProperty() {
        return tone.getReadOnlyProperty();
    }

    /** Do the switches or the model differ from those of the run that is shown? */
    public BooleanProperty staleProperty() {
        return stale;
    }

    /** There are fixes that could be run and were not. */
    public ReadOnlyBooleanProperty untriedProperty() {
        return untried.getReadOnlyProperty();
    }

    /** It was not run but follows from what was recorded elsewhere. */
    public ReadOnlyBooleanProperty predictedProperty() {
        return predicted.getReadOnlyProperty();
    }

    /** What there is to learn about this outcome. */
    public ReadOnlyObjectProperty<Optional<Lesson>> lessonProperty() {
        return lesson.getReadOnlyProperty();
    }

    /** What would help, best first. */
    public ObservableList<Remedy> remedies() {
        return remedies;
    }
}
