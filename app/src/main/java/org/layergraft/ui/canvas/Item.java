package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Optional;
import org.layergraft.model.FlowNode;

/**
 * One box to draw, before it has a place.
 *
 * @param id the flow node's id; for a module that is not called here its path, for a parameter nothing reads {@code path/.name}
 * @param title first line
 * @param detail second line, may be ""
 * @param type TorchScript type or class
 * @param module path of the module a call calls, or that stands at the side
 * @param block id of the enclosing block or unfolded call
 * @param side stands in the column of things this forward does not use
 * @param dashed declares something that nothing reads
 * @param opens its module has a forward to look into
 * @param parameters names of the parameters in it, as {@code named_parameters()} lists them
 */
record Item(
        String id,
        FlowNode.Kind kind,
        Family family,
        String title,
        String detail,
        String type,
        Optional<String> module,
        Optional<String> block,
        boolean side,
        boolean dashed,
        boolean opens,
        List<String> parameters) {

    Item {
        parameters = List.copyOf(parameters);
    }

    /** Can be drawn with what is in it, where it is called. */
    boolean unfolds() {
        return opens && !side && isModule();
    }

    /** Two lines of text, square corners: modules. */
    boolean isModule() {
        return kind == FlowNode.Kind.CALL;
    }
}
