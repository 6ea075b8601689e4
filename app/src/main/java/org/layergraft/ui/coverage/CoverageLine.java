package org.layergraft.ui.coverage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.layergraft.step.GradientState;

/** What a line of the table tells of: one parameter, or a module with all that lies in it. */
public sealed interface CoverageLine permits CoverageRow, CoverageModule {

    /** As it is selected in the window: a parameter's name or a module's path. */
    String name();

    /** The end of the name that tells it from the lines around it. */
    String label();

    /** Where it begins in {@code named_parameters()}, from 0. */
    int place();

    /** The parameters that are shown here. */
    Stream<CoverageRow> rows();

    /** Elements that a shape column sorts by. */
    long elements();

    /** One per rank; empty while no run has told. */
    List<GradientState> states();

    /** The state that needs most attention. */
    Optional<GradientState> worst();

    OptionalDouble share();

    OptionalDouble norm();
}
