package org.layergraft.ui.edits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.RunSettings;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.EditTexts;
import org.layergraft.graft.Estimate;
import org.layergraft.model.ShapeReport;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.runs.FinishedRun;
import org.layergraft.ui.verdict.VerdictViewModel;

/** The edit log with the verdict of every state that was run. A verdict belongs to the edits and the switches it was made with. */
public final class EditsViewModel {

    private final Words words;
    private final ObservableList<EditRow> rows = FXCollections.observableArrayList();
    private final StringBinding summary;
    private final Estimates estimates;
    private Optional<Experiment> experiment = Optional.empty();
    private List<FinishedRun> runs = List.of();
    private RunSettings settings = RunSettings.DEFAULT;

    public EditsViewModel(Tasks tasks, Words words) {
        this.words = words;
        estimates = new Estimates(tasks, this::build);
        summary = Bindings.createStringBinding(this::summarize, rows, words.textsProperty());
    }

    public void show(Experiment shown) {
        experiment = Optional.of(shown);
        build();
        estimates.of(shown, ShapeReport.EMPTY);
    }

    /** @param report of the model that is shown */
    public void measured(ShapeReport report) {
        experiment.ifPresent(e -> estimates.of(e, report));
    }

    private EditLog log() {
        return experiment.map(Experiment::log).orElse(EditLog.EMPTY);
    }

    /** @param finished every run of the open model, oldest first */
    public void judge(List<FinishedRun> finished, RunSettings now) {
        runs = List.copyOf(finished);
        settings = now;
        build();
    }

    private void build() {
        if (experiment.isEmpty()) {
            return;
        }
        var all = log().all();
        int here = log().edits().size();
        var next = new ArrayList<EditRow>();
        boolean broken = false;
        for (int point = 0; point <= all.size(); point++) {
            var edit = point == 0 ? Optional.<Edit>empty() : Optional.of(all.get(point - 1));
            var mark = mark(all.subList(0, point));
            boolean worked = point > 0
                    && next.getLast().mark().filter(EditRow.Mark::trainsNow).isPresent();
            boolean breaks =
                    !broken && worked && mark.filter(EditRow.Mark::failsNow).isPresent();
            broken |= breaks;
            boolean undone = point > here;
            next.add(new EditRow(
                    point,
                    edit,
                    undone,
                    point == here,
                    mark,
                    breaks,
                    estimates.after(all.subList(0, point)),
                    edit.filter(_ -> !undone)
                            .flatMap(e -> experiment.map(x -> x.notes(e)))
                            .orElse(List.of())));
        }
        rows.setAll(next);
    }

    /** The newest run on ranks with the switches of now; else on one device; else one with other switches. */
    private Optional<EditRow.Mark> mark(List<Edit> edits) {
        return runs.reversed().stream()
                .filter(run -> run.edits().equals(edits))
                .map(run -> new EditRow.Mark(VerdictViewModel.toneOf(run.result()), run, !run.counts(settings)))
                .min(Comparator.comparing(EditRow.Mark::stale)
                        .thenComparing(mark -> !mark.run().onRanks()));
    }

    private String summarize() {
        var breaking = rows.stream().filter(EditRow::breaks).findFirst();
        if (breaking.isPresent()) {
            return words.get("edits.summary.breaks", breaking.get().point());
        }
        int done = log().edits().size();
        int undone = log().undone().size();
        return words.get(undone == 0 ? "edits.summary" : "edits.summary.undone", done, undone);
    }

    /** "Inserted Linear adapter (16×16) after fc1". */
    public String text(EditRow row) {
        return row.edit().map(EditTexts::describe).map(words::get).orElseGet(() -> words.get("edits.opened"));
    }

    /** "+1.1 k parameters · +4.1 KiB · +16.6 kFLOP", without what is not known; "" for an edit that adds nothing. */
    public String adds(EditRow row) {
        return row.adds().filter(a -> !a.isNothing()).map(this::adds).orElse("");
    }

    private String adds(Estimate estimate) {
        var parts = new ArrayList<String>();
        if (estimate.parameters() != 0) {
            long count = estimate.parameters();
            parts.add(words.get("edits.adds.parameters", signed(count, Amounts::count), Math.abs(count)));
        }
        if (estimate.bytes() != 0) {
            parts.add(signed(estimate.bytes(), Amounts::bytes));
        }
        if (estimate.flops().orElse(0) != 0) {
            parts.add(signed(estimate.flops().getAsLong(), Amounts::flops));
        }
        return String.join(" · ", parts);
    }

    private static String signed(long amount, LongFunction<String> text) {
        return (amount < 0 ? "−" : "+") + text.apply(Math.abs(amount));
    }

    /** All there is to say of an edit, a line each: what it did, what it adds, what one should know, how the model fared. */
    public String explain(EditRow row) {
        var lines = new ArrayList<>(List.of(text(row)));
        row.adds().flatMap(EditTexts::adds).map(words::get).ifPresent(lines::add);
        if (row.adds().filter(a -> a.flops().isEmpty()).isPresent()) {
            lines.add(words.get("edits.adds.uncounted"));
        }
        row.notes().forEach(note -> lines.add(words.get(note)));
        row.mark().ifPresent(mark -> lines.add(explain(mark)));
        return String.join("\n", lines);
    }

    /** "trains", "unused parameters", "1 device: trains"; "" where it was not run. */
    public String text(EditRow.Mark mark) {
        var result = mark.run().result();
        String said = result.verdict()
                .map(v -> words.get("outcome." + v.outcome().id()))
                .orElseGet(() -> words.get(
                        result.single().filter(s -> s.trains()).isPresent()
                                ? "edits.single.trains"
                                : "edits.single.fails"));
        return mark.stale() ? words.get("edits.stale", said) : said;
    }

    /** The whole sentence about the run, and whether it still counts. */
    public String explain(EditRow.Mark mark) {
        String sentence = words.get(VerdictViewModel.sentenceOf(mark.run().result()));
        return mark.stale() ? sentence + "\n" + words.get("edits.stale.tip") : sentence;
    }

    public ObservableList<EditRow> rows() {
        return rows;
    }

    /** How many edits there are, or which one breaks training. */
    public StringBinding summaryProperty() {
        return summary;
    }
}
