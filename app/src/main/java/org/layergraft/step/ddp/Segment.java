package org.layergraft.step.ddp;

import java.util.List;
import org.bytedeco.pytorch.GraphFunction;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;

/**
 * How one call of a checkpointed module runs, forward and again in backward.
 *
 * <p>Both kinds do what torch/utils/checkpoint.py does; ddp-semantics R7.1 to R7.4 say what follows for DDP.
 */
sealed interface Segment permits ReentrantSegment, VisibleSegment {

    /**
     * @param original the module's own forward
     * @param arguments the module itself first
     * @return its result, tied to the graph by a stand-in
     */
    IValue forward(GraphFunction original, List<IValue> arguments);

    /** Runs the module's own forward on these arguments. */
    static IValue run(GraphFunction original, List<IValue> arguments) {
        IValueVector stack = new IValueVector();
        arguments.forEach(stack::push_back);
        original.run(stack);
        return new IValue(stack.get(0));
    }
}
