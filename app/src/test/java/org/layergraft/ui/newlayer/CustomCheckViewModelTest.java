package org.layergraft.ui.newlayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.layergraft.graft.CustomTrial.Complaint;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.process.Cancellation;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;

/** Lines are checked while they are typed; what is shown is always about the latest. */
class CustomCheckViewModelTest {

    /** Work that waits until the test lets it end, in any order. */
    private static final class Waiting implements Tasks {

        private final Queue<Runnable> started = new ArrayDeque<>();

        @Override
        public <T> void start(Work<T> work, Consumer<? super T> done, Consumer<LayergraftException> failed) {
            started.add(() -> {
                T result;
                try {
                    result = work.get();
                } catch (LayergraftException problem) {
                    failed.accept(problem);
                    return;
                }
                done.accept(result);
            });
        }

        @Override
        public void soon(Runnable change) {
            change.run();
        }

        Runnable next() {
            return started.remove();
        }
    }

    private final Waiting tasks = new Waiting();
    private final CustomCheckViewModel check =
            new CustomCheckViewModel(CustomCheckViewModelTest::compile, tasks, new Words(Locale.ENGLISH));

    private static Optional<Complaint> compile(LayerSpec layer, Cancellation cancel) throws LayergraftException {
        if (cancel.isCancelled()) {
            throw new LayergraftException(LayergraftException.Fault.CANCELLED, Problem.of("ui", "message.cancelled"));
        }
        String code = layer.hypers().toString();
        if (code.contains("broken")) {
            throw LayergraftException.input("ui", "newlayer.error.name");
        }
        return code.contains("rely")
                ? Optional.of(new Complaint(Optional.of(2), "Unknown builtin op: aten::rely."))
                : code.contains("odd") ? Optional.of(new Complaint(Optional.empty(), "Odd.")) : Optional.empty();
    }

    private void type(String code) {
        check.typing(code);
        check.check(new LayerSpec("custom", "c", new LinkedHashMap<>(Map.of("code", new Hyper.Word(code)))));
    }

    @Test
    void goodLinesAreSaidToBeGood() {
        type("return torch.relu(input)");
        assertEquals("Checking…", check.verdictProperty().get());
        tasks.next().run();
        assertEquals("libtorch compiles it.", check.verdictProperty().get());
        assertEquals("", check.problemProperty().get());
        assertFalse(check.refuses());
    }

    @Test
    void aComplaintNamesItsLine() {
        type("return torch.rely(input)");
        tasks.next().run();
        assertEquals("", check.verdictProperty().get());
        assertEquals(
                "Line 2: Unknown builtin op: aten::rely.",
                check.problemProperty().get());
        assertTrue(check.refuses());
        type("odd");
        tasks.next().run();
        assertEquals("Odd.", check.problemProperty().get());
        type("broken");
        tasks.next().run();
        assertEquals("The layer needs a name.", check.problemProperty().get());
    }

    @Test
    void anAnswerAboutAnEarlierTextIsNotShown() {
        type("return torch.rely(input)");
        var first = tasks.next();
        type("return torch.relu(input)");
        var second = tasks.next();
        second.run();
        first.run();
        assertEquals("libtorch compiles it.", check.verdictProperty().get());
        assertEquals("", check.problemProperty().get());
    }

    @Test
    void whoTypesOnIsNoLongerRefusedAndAnOldAnswerDoesNotCount() {
        type("return torch.rely(input)");
        tasks.next().run();
        check.typing("return torch.relu(input)");
        assertFalse(check.refuses(), "nobody knows yet");
        assertFalse(check.problemProperty().get().isEmpty(), "still to be read");
        type("return torch.rely(input)");
        var late = tasks.next();
        check.typing("return torch.relu(input)");
        late.run();
        assertFalse(check.refuses());
        assertEquals("", check.verdictProperty().get());
    }

    @Test
    void anEmptyTextHasNothingWrong() {
        type("return torch.rely(input)");
        tasks.next().run();
        check.typing("");
        assertEquals("", check.problemProperty().get());
        assertFalse(check.refuses());
    }
}
