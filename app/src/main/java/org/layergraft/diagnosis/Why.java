package org.layergraft.diagnosis;

import java.util.Optional;
import java.util.OptionalInt;
import org.layergraft.text.Problem;

/**
 * Why one parameter gets no gradient, or not a full one.
 *
 * @param id {@code never_read}, {@code not_in_loss}, {@code checkpoint} …
 * @param text for a person
 * @param module where to look, as far as the reason points at one; the parameter's own otherwise
 * @param line of the archive's code, where the reason points at one
 * @param node id in the model's graph at which the way ends
 * @param forward the module in whose forward that node stands; "" is the root
 * @param output position among the flattened outputs of one that is reached and not in the loss
 */
public record Why(
        String id,
        Problem text,
        String module,
        OptionalInt line,
        Optional<String> node,
        String forward,
        OptionalInt output) {}
