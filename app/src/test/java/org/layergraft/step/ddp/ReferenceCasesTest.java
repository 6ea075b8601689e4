package org.layergraft.step.ddp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.layergraft.step.RankReport;

/** The real Reducer, driven from Java, against what Python's DistributedDataParallel did with the same models. */
class ReferenceCasesTest {

    /** Cases that come with the tests. */
    @TestFactory
    Stream<DynamicTest> ranksAgreeWithPythonOnOurOwnCases() throws IOException, URISyntaxException {
        return tests(ReferenceCase.in(
                Path.of(ReferenceCasesTest.class.getResource("cases").toURI())));
    }

    /** The project's shared reference, where it is at hand. */
    @TestFactory
    Stream<DynamicTest> ranksAgreeWithPythonOnTheSharedCases() throws IOException {
        List<ReferenceCase> cases = ReferenceCase.in(Path.of("..", "shared", "ddp-cases"));
        Assumptions.assumeFalse(cases.isEmpty(), "no ../shared/ddp-cases here");
        return tests(cases);
    }

    @Test
    void aRankWhoseParentIsGoneEnds() throws IOException, InterruptedException {
        assertEquals(0, RankProcesses.exitCodeAfterStdinCloses());
    }

    private static Stream<DynamicTest> tests(List<ReferenceCase> cases) {
        List<DynamicTest> tests = new ArrayList<>();
        for (ReferenceCase reference : cases) {
            for (JsonNode run : reference.runs()) {
                String name = reference.id()
                        + (run.get("find_unused_parameters").asBoolean() ? ", find unused" : "")
                        + (run.get("static_graph").asBoolean() ? ", static graph" : "")
                        + ", " + run.get("checkpoint").asText();
                tests.add(DynamicTest.dynamicTest(name, () -> {
                    List<RankReport> ranks = RankProcesses.run(reference.plan(run));
                    assertEquals(List.of(), Comparison.differences(reference, run, ranks));
                }));
            }
        }
        return tests.stream();
    }
}
