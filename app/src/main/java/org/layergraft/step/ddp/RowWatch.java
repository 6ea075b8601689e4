package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.layergraft.step.IdleRows;
import org.layergraft.step.RowMarks;

/**
 * Looks after each backward which slices of every parameter have a gradient. Parameters whose slices have all had one are not looked
 * at again, so after the first step this costs next to nothing.
 */
final class RowWatch {

    /** For each gradient a byte per slice, all in one tensor. Type 0 is uint8. */
    private static final String MARK = """
        def mark(gradients: List[Tensor]) -> Tensor:
            all: List[Tensor] = []
            for g in gradients:
                if g.is_sparse:
                    g = g.coalesce()
                    marks = torch.zeros([g.size(0)], dtype=0, device=g.device)
                    values = g.values()
                    if values.numel() > 0:
                        hit = (values != 0).reshape([values.size(0), -1]).any(1)
                        marks.index_fill_(0, g.indices()[0][hit], 1)
                    all.append(marks.cpu())
                else:
                    all.append((g != 0).reshape([g.size(0), -1]).any(1).to(0).cpu())
            return torch.cat(all)
        """;

    private final TorchText mark = new TorchText(MARK);
    private final RowMarks marks = new RowMarks();

    /** What the gradients of now show. */
    void look(LoadedModel model) {
        List<Named> open = new ArrayList<>();
        List<Tensor> gradients = new ArrayList<>();
        for (Named parameter : model.trainable()) {
            Tensor gradient = parameter.tensor().grad();
            if (gradient.defined() && gradient.dim() > 0 && gradient.numel() > 0 && marks.isOpen(parameter.name())) {
                open.add(parameter);
                gradients.add(gradient);
            }
        }
        if (open.isEmpty()) {
            return;
        }
        Tensor all = mark.apply(LoadedModel.vector(gradients)).toTensor().contiguous();
        byte[] bytes = new byte[Math.toIntExact(all.numel())];
        new BytePointer(all.data_ptr()).get(bytes);
        int at = 0;
        for (int i = 0; i < open.size(); i++) {
            int rows = Math.toIntExact(gradients.get(i).size(0));
            int first = at;
            marks.add(open.get(i).name(), rows, row -> bytes[first + row] != 0);
            at += rows;
        }
    }

    /** Goes on from what another has seen. */
    void startFrom(RowWatch other) {
        marks.addAll(other.marks);
    }

    Optional<IdleRows> idle(String parameter) {
        return marks.idle(parameter);
    }
}
