package org.layergraft.step.ddp;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How far a step of the optimizer moves every parameter: what it is afterwards minus what it was before, read from the tensors. Only one
 * parameter at a time is kept from before, in one place for all, so a model needs no second copy.
 */
final class Updates {

    private final Map<String, Double> lengths = new HashMap<>();

    /** Takes the step. */
    void descend(LoadedModel model) {
        // The optimizer leaves alone what has no gradient.
        model.trainable().forEach(parameter -> lengths.put(parameter.name(), 0.0));
        long most = model.trainable().stream()
                .mapToLong(parameter -> real(parameter).numel())
                .max()
                .orElse(0);
        if (most > 0) {
            Tensor place = real(model.trainable().getFirst()).new_empty(most).to(torch.ScalarType.Double);
            TrainingStep.descend(model, (parameter, move) -> move(parameter, move, place));
        }
    }

    private void move(Named parameter, Runnable move, Tensor place) {
        try (PointerScope _ = new PointerScope()) {
            Tensor difference = place.narrow(0, 0, real(parameter).numel());
            difference.copy_(real(parameter));
            move.run();
            difference.sub_(real(parameter));
            lengths.put(parameter.name(), Math.sqrt(difference.dot(difference).item_double()));
        }
    }

    /** Its numbers one after the other; of a complex one the real and the imaginary parts. */
    private static Tensor real(Named parameter) {
        Tensor now = parameter.tensor().detach();
        return (now.is_complex() ? torch.view_as_real(now) : now).flatten();
    }

    /** L2 norm; empty before the step, for a parameter that is not trained, and where it is no finite number. */
    OptionalDouble of(String parameter) {
        Double found = lengths.get(parameter);
        return found == null || !Double.isFinite(found) ? OptionalDouble.empty() : OptionalDouble.of(found);
    }
}
