package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Parameters by module, as PyTorch orders them or as a column does, within each module. */
final class ModuleTree {

    private final String path;
    private final String label;
    private final List<CoverageRow> own = new ArrayList<>();
    private final Map<String, ModuleTree> modules = new LinkedHashMap<>();

    private ModuleTree(String path, String label) {
        this.path = path;
        this.label = label;
    }

    /**
     * The lines of the root module.
     *
     * @param all parameters of the model, which the sums count
     * @param shown which of them have a line; modules without any have none, either
     */
    static List<CoverageLine> of(
            List<CoverageRow> all, Predicate<CoverageRow> shown, Optional<Comparator<CoverageLine>> order) {
        var root = new ModuleTree("", "");
        all.stream().sorted(Comparator.comparingInt(CoverageRow::place)).forEach(root::put);
        return root.lines(shown, order);
    }

    private void put(CoverageRow row) {
        var at = this;
        String module = row.parameter().module();
        for (int from = 0; !module.isEmpty() && from <= module.length(); ) {
            int dot = module.indexOf('.', from);
            int to = dot < 0 ? module.length() : dot;
            String way = module.substring(0, to);
            String name = module.substring(from, to);
            at = at.modules.computeIfAbsent(name, n -> new ModuleTree(way, n));
            from = to + 1;
        }
        at.own.add(row);
    }

    private List<CoverageLine> lines(Predicate<CoverageRow> shown, Optional<Comparator<CoverageLine>> order) {
        var lines = new ArrayList<CoverageLine>(own.stream().filter(shown).toList());
        modules.values().forEach(m -> m.line(shown, order).ifPresent(lines::add));
        order.ifPresent(lines::sort);
        return lines;
    }

    private Optional<CoverageLine> line(Predicate<CoverageRow> shown, Optional<Comparator<CoverageLine>> order) {
        var end = this;
        String name = label;
        while (end.own.isEmpty() && end.modules.size() == 1) {
            end = end.modules.values().iterator().next();
            name += "." + end.label;
        }
        var lines = end.lines(shown, order);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var rows = end.rows();
        return Optional.of(
                new CoverageModule(end.path, name, lines, rows.getFirst().place(), CoverageModule.Sum.of(rows)));
    }

    private List<CoverageRow> rows() {
        var rows = new ArrayList<>(own);
        modules.values().forEach(m -> rows.addAll(m.rows()));
        return rows;
    }
}
