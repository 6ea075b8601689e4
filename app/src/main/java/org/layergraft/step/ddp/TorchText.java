package org.layergraft.step.ddp;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A TorchScript function over a list of tensors: one native call where Java would need one per tensor. */
final class TorchText {

    /** Keeps {@link #function} alive. */
    private final CompilationUnit unit;

    private final Function function;

    /** @param source a single function with one argument of type {@code List[Tensor]} */
    TorchText(String source) {
        unit = torch.compile(source);
        function = unit.get_functions().get(0);
    }

    IValue apply(TensorVector tensors) {
        GenericList list = new GenericList(new TensorList().elementType());
        for (Tensor tensor : tensors.get()) {
            list.push_back(new IValue(tensor));
        }
        return function.apply(new IValueVector(new IValue(list)));
    }
}
