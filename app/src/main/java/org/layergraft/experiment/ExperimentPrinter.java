package org.layergraft.experiment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;

/** A line for each thing a person looks for, and one for each row of a table: what a parameter got, the shape of a layer. */
final class ExperimentPrinter extends DefaultPrettyPrinter {

    private static final long serialVersionUID = 1L;

    private static final int DEEPEST = 4;
    private static final int DEEPEST_OF_RUNS = 5;

    ExperimentPrinter() {
        super(Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        var lines = new DefaultIndenter("  ", "\n") {
            private static final long serialVersionUID = 1L;

            @Override
            public void writeIndentation(JsonGenerator out, int level) throws IOException {
                if (level > deepest(out)) {
                    out.writeRaw(' ');
                } else {
                    super.writeIndentation(out, level);
                }
            }
        };
        indentObjectsWith(lines);
        indentArraysWith(lines);
    }

    @Override
    public ExperimentPrinter createInstance() {
        return new ExperimentPrinter();
    }

    private static int deepest(JsonGenerator out) {
        JsonStreamContext at = out.getOutputContext();
        while (!at.inRoot() && !at.getParent().inRoot()) {
            at = at.getParent();
        }
        return "runs".equals(at.getCurrentName()) ? DEEPEST_OF_RUNS : DEEPEST;
    }

    @Override
    public void writeEndObject(JsonGenerator out, int entries) throws IOException {
        if (entries > 0 && _nesting > deepest(out)) {
            _nesting--;
            out.writeRaw(" }");
        } else {
            super.writeEndObject(out, entries);
        }
    }

    @Override
    public void writeEndArray(JsonGenerator out, int values) throws IOException {
        if (values > 0 && _nesting > deepest(out)) {
            _nesting--;
            out.writeRaw(" ]");
        } else {
            super.writeEndArray(out, values);
        }
    }
}
