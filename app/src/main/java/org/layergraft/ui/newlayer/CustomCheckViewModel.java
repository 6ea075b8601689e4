package org.layergraft.ui.newlayer;

import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.layergraft.graft.CustomTrial.Complaint;
import org.layergraft.graft.LayerSpec;
import org.layergraft.process.Cancellation;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;

/** What libtorch says about lines that are being typed. The latest text wins: an answer about an earlier one is not shown. */
public final class CustomCheckViewModel {

    /** Asks the engine process; blocks. */
    @FunctionalInterface
    public interface Compiler {
        Optional<Complaint> check(LayerSpec layer, Cancellation cancel) throws LayergraftException;
    }

    private final Compiler compiler;
    private final Tasks tasks;
    private final Words words;
    private final ReadOnlyStringWrapper verdict = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private Cancellation running = new Cancellation();
    private int version;
    private boolean judged;

    public CustomCheckViewModel(Compiler compiler, Tasks tasks, Words words) {
        this.compiler = compiler;
        this.tasks = tasks;
        this.words = words;
    }

    /** The text has changed: what was said about it counts no more, although it stays to be read until there is something to replace it. */
    public void typing(String text) {
        version++;
        judged = false;
        verdict.set("");
        if (text.isBlank()) {
            problem.set("");
        }
    }

    /** Does libtorch refuse the text as it is now? */
    public boolean refuses() {
        return judged && !problem.get().isEmpty();
    }

    public void check(LayerSpec layer) {
        var mine = new Cancellation();
        var before = running;
        running = mine;
        int asked = ++version;
        verdict.set(words.get("newlayer.code.checking"));
        tasks.start(
                () -> {
                    before.cancel();
                    return compiler.check(layer, mine);
                },
                complaint -> tell(asked, complaint.map(this::said).orElse("")),
                failure -> {
                    if (failure.fault() != LayergraftException.Fault.CANCELLED) {
                        tell(asked, words.get(failure.problem()));
                    }
                });
    }

    private String said(Complaint complaint) {
        return complaint
                .line()
                .map(line -> words.get("newlayer.code.line", line, complaint.message()))
                .orElse(complaint.message());
    }

    private void tell(int asked, String wrong) {
        if (asked == version) {
            judged = true;
            problem.set(wrong);
            verdict.set(wrong.isEmpty() ? words.get("newlayer.code.good") : "");
        }
    }

    /** What is wrong, with the line, or "". */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** That it is being checked, or that it compiles; "" otherwise. */
    public ReadOnlyStringProperty verdictProperty() {
        return verdict.getReadOnlyProperty();
    }
}
