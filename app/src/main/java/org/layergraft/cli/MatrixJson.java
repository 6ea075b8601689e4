package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.diagnosis.MatrixTable.Figure;
import org.layergraft.diagnosis.MatrixTable.Row;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.Texts;

/** The JSON of {@code matrix}: each run as {@code check} writes it, and its place among the others. */
final class MatrixJson {

    private final Texts texts;

    MatrixJson(Texts texts) {
        this.texts = texts;
    }

    /** @param file as the user named it */
    ObjectNode of(String file, ModelGraph graph, MatrixTable matrix) {
        var runJson = new RunJson(texts);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("advice", texts.get(matrix.sentence()));
        var runs = root.putArray("runs");
        for (Row row : matrix.rows()) {
            ObjectNode run = runJson.of(file, graph, row.result());
            place(run.putObject("matrix"), row);
            runs.add(run);
        }
        return root;
    }

    private static void place(ObjectNode node, Row row) {
        node.put("usual_advice", row.usual());
        node.put("best", row.best());
        row.covered().ifPresentOrElse(share -> node.put("covered", share), () -> node.putNull("covered"));
        relative(node, "step_relative", row.step());
        relative(node, "communication_relative", row.communication());
        relative(node, "peak_relative", row.peak());
    }

    private static void relative(ObjectNode node, String field, Optional<Figure> figure) {
        figure.filter(f -> f.relative().isPresent())
                .ifPresentOrElse(f -> node.put(field, f.relative().getAsDouble()), () -> node.putNull(field));
    }
}
