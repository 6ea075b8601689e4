package org.layergraft.cli;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Seen;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.Texts;

/** Measured shapes told to a person at a terminal: what every module call and every operator gave. */
final class ShapeText {

    private ShapeText() {}

    static List<String> lines(ModelGraph graph, ShapeReport report, Texts texts) {
        var table = new TextTable();
        graph.root()
                .walk()
                .flatMap(m -> m.forward().nodes().stream())
                .forEach(node ->
                        report.of(node.id()).ifPresent(seen -> table.row(List.of(node.id(), value(seen, texts)))));
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(texts.get("cli", "shapes.measured", report.device()));
        lines.addAll(table.lines());
        if (!report.unmeasured().isEmpty()) {
            lines.add(texts.get("cli", "shapes.unmeasured", String.join(", ", report.unmeasured())));
        }
        report.failure().ifPresent(words -> lines.add(texts.get("cli", "shapes.failure", words)));
        return lines;
    }

    private static String value(Seen seen, Texts texts) {
        if (!seen.ran()) {
            return texts.get("cli", "shapes.never");
        }
        return seen.brief() + (seen.varies() ? " " + texts.get("cli", "shapes.varies", seen.times()) : "");
    }
}
