package org.layergraft.ui.common;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * How the table of gradients is shown.
 *
 * @param byModule as a tree of modules, and not one parameter below the other
 * @param foldRanks the ranks' columns are one with the worst of them
 * @param columns those besides the name and the states
 * @param withoutDetails nothing is told below the table about the selected parameters
 */
public record CoverageLook(boolean byModule, boolean foldRanks, List<Column> columns, boolean withoutDetails) {

    /** One that can be done without. */
    public enum Column {
        MODULE,
        SHAPE,
        DTYPE,
        SHARE,
        NORM,
        BUCKET,
        READY,
        WEIGHT,
        UPDATE,
        RUNS;

        /** Its title is {@code coverage.column.ID}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final CoverageLook FIRST =
            new CoverageLook(false, false, List.of(Column.MODULE, Column.SHAPE, Column.SHARE, Column.NORM), false);

    public CoverageLook {
        columns = columns == null
                ? List.of(Column.MODULE, Column.SHAPE, Column.SHARE, Column.NORM)
                : List.copyOf(columns);
    }

    public boolean shows(Column column) {
        return columns.contains(column);
    }

    public CoverageLook with(Column column, boolean shown) {
        var next = EnumSet.noneOf(Column.class);
        next.addAll(columns);
        if (shown) {
            next.add(column);
        } else {
            next.remove(column);
        }
        return new CoverageLook(byModule, foldRanks, List.copyOf(next), withoutDetails);
    }

    public CoverageLook inModules(boolean on) {
        return new CoverageLook(on, foldRanks, columns, withoutDetails);
    }

    public CoverageLook folded(boolean on) {
        return new CoverageLook(byModule, on, columns, withoutDetails);
    }

    public CoverageLook detailed(boolean on) {
        return new CoverageLook(byModule, foldRanks, columns, !on);
    }
}
