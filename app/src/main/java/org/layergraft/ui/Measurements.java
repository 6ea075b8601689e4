package org.layergraft.ui;

import java.util.function.Consumer;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.messages.MessagesViewModel;

/** Says how measurements end: aloud what somebody waits for, in the list of messages what happened by the way. */
record Measurements(MessagesViewModel messages, Consumer<LayergraftException> aloud)
        implements ShapesViewModel.Listener {

    @Override
    public void measured(ShapeReport report, boolean asked) {
        if (report.failure().isPresent()) {
            messages.add(
                    Tone.WARNING,
                    Problem.of("ui", "message.shapes.partly", report.failure().get()));
        } else if (asked) {
            messages.add(Tone.GOOD, Problem.of("ui", "message.shapes.measured", report.device()));
        }
    }

    @Override
    public void failed(LayergraftException problem, boolean asked) {
        if (problem.fault() == LayergraftException.Fault.CANCELLED) {
            messages.add(Tone.NEUTRAL, Problem.of("ui", "message.shapes.cancelled"));
        } else if (asked) {
            aloud.accept(problem);
        } else {
            messages.add(Tone.WARNING, problem.problem());
        }
    }
}
