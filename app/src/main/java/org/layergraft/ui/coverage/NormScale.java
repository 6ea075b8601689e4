package org.layergraft.ui.coverage;

import java.util.List;

/** A scale of powers of ten on which every norm of a table has its place. */
record NormScale(double low, double high) {

    static final NormScale NONE = new NormScale(1, 1);

    static NormScale of(List<CoverageRow> rows) {
        var norms = rows.stream()
                .flatMapToDouble(r -> r.norm().stream())
                .filter(n -> n > 0 && Double.isFinite(n))
                .summaryStatistics();
        if (norms.getCount() == 0) {
            return NONE;
        }
        // A module's is larger than each of its parameters'.
        double most = CoverageModule.Sum.of(rows).norm().orElse(norms.getMax());
        return new NormScale(
                Math.pow(10, Math.floor(Math.log10(norms.getMin()))),
                Math.pow(10, Math.ceil(Math.log10(Math.max(most, norms.getMax())))));
    }

    /** From 0 to 1. */
    double fraction(double norm) {
        if (!(norm > 0)) {
            return 0;
        }
        double span = Math.log10(high / low);
        return span > 0 ? Math.clamp(Math.log10(norm / low) / span, 0, 1) : 1;
    }
}
