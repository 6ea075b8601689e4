package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.layergraft.model.DType;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.IdleRows;
import org.layergraft.text.Texts;

class CoverageFormatTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    private static Coverage row(String name, Gradient... ranks) {
        return new Coverage(
                new Parameter(name, List.of(), Shape.of(32, 512), DType.FLOAT32, true),
                OptionalInt.of(1),
                OptionalInt.empty(),
                List.of(ranks),
                Optional.empty());
    }

    private static Gradient some(String name) {
        return new Gradient(name, GradientState.NONZERO, OptionalDouble.of(0.25), 0.5, OptionalDouble.of(1))
                .with(Optional.of(new IdleRows(32, 3, List.of(new IdleRows.Span(0, 0), new IdleRows.Span(7, 8)))))
                .withWeight(2)
                .withUpdate(OptionalDouble.of(0.125));
    }

    /** Fields as RFC 4180 has them; what is not of its grammar is an error. */
    private static List<List<String>> parse(String text) {
        var records = new ArrayList<List<String>>();
        var fields = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            var field = new StringBuilder();
            if (text.charAt(at) == '"') {
                at++;
                while (text.charAt(at) != '"' || at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    field.append(text.charAt(at));
                    at += text.charAt(at) == '"' ? 2 : 1;
                }
                at++;
            } else {
                while (",\"\r\n".indexOf(text.charAt(at)) < 0) {
                    field.append(text.charAt(at++));
                }
            }
            fields.add(field.toString());
            if (text.charAt(at) == ',') {
                at++;
            } else {
                assertEquals("\r\n", text.substring(at, at + 2));
                at += 2;
                records.add(List.copyOf(fields));
                fields.clear();
            }
        }
        return records;
    }

    @Test
    void everyRankHasItsColumns() {
        var text = CoverageFormat.CSV.write(
                List.of(
                        row("fc1.weight", some("fc1.weight"), some("fc1.weight")),
                        row("idle", Gradient.none("idle").withWeight(2)),
                        row("new")),
                ENGLISH);
        assertEquals(
                "parameter,shape,dtype,trainable,bucket,ready,weight,idle_rows,rank0_state,rank0_norm,rank0_nonzero,"
                        + "rank0_update,rank1_state,rank1_norm,rank1_nonzero,rank1_update,reason\r\n"
                        + "fc1.weight,32x512,float32,true,1,,2.0,3,nonzero,0.25,0.5,0.125,nonzero,0.25,0.5,0.125,\r\n"
                        + "idle,32x512,float32,true,1,,2.0,,none,,0.0,,,,,,\r\n"
                        + "new,32x512,float32,true,1,,,,,,,,,,,,\r\n",
                text);
        assertEquals(17, parse(text).get(2).size());
    }

    @Property
    void anyNameComesThrough(@ForAll List<String> names) {
        var text = CoverageFormat.CSV.write(
                names.stream().map(n -> row(n, some(n))).toList(), ENGLISH);
        assertEquals(names, parse(text).stream().skip(1).map(List::getFirst).toList());
        assertTrue(parse(text).stream().allMatch(r -> r.size() == (names.isEmpty() ? 9 : 13)));
    }

    @Test
    void jsonIsThatOfTheCommandLine() throws Exception {
        var text = CoverageFormat.JSON.write(List.of(row("fc1.weight", some("fc1.weight"))), ENGLISH);
        var tree = new ObjectMapper().readTree(text);
        assertEquals("fc1.weight", tree.path(0).path("parameter").asText());
        assertEquals("[32,512]", tree.path(0).path("shape").toString());
        assertEquals("nonzero", tree.path(0).path("ranks").path(0).path("state").asText());
        assertEquals(
                "{\"rows\":32,\"idle\":3,\"spans\":[[0,0],[7,8]]}",
                tree.path(0).path("ranks").path(0).path("idle_rows").toString());
        assertEquals(2, tree.path(0).path("ranks").path(0).path("weight").asDouble());
        assertEquals(0.125, tree.path(0).path("ranks").path(0).path("update").asDouble());
        assertTrue(tree.path(0).path("ready").isNull());
        assertTrue(tree.path(0).path("trainable").isBoolean(), "as the CSV has it");
        assertTrue(tree.path(0).path("trainable").asBoolean());
        var frozen = new Parameter("fc1.weight", List.of(), Shape.of(32, 512), DType.FLOAT32, false);
        var row = new Coverage(frozen, OptionalInt.empty(), OptionalInt.empty(), List.of(), Optional.empty());
        assertFalse(new ObjectMapper()
                .readTree(CoverageFormat.JSON.write(List.of(row), ENGLISH))
                .path(0)
                .path("trainable")
                .asBoolean(true));
    }

    @Test
    void theEndingSaysWhich() {
        assertEquals(CoverageFormat.JSON, CoverageFormat.of(Path.of("a.JSON")));
        assertEquals(CoverageFormat.CSV, CoverageFormat.of(Path.of("a.csv")));
        assertEquals(CoverageFormat.CSV, CoverageFormat.of(Path.of("a")));
    }
}
