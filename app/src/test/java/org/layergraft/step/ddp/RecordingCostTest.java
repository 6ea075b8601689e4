package org.layergraft.step.ddp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.PairedTimes;
import org.layergraft.step.PairReport;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;

/** Recording a timeline must not slow the step it records: measured as what it is, in pairs. Nightly, as it wants a quiet machine. */
@EnabledIfSystemProperty(named = "layergraft.large", matches = "true")
class RecordingCostTest {

    private static final int PAIRS = 60;

    @TempDir
    Path folder;

    @Test
    void aRecordedStepTakesAsLongAsAnotherWithinAFewPercent() throws Exception {
        PairedTimes times = measure(TimelineRunTest.plan(Switches.DEFAULT));
        System.out.println("recording a timeline: " + times.ratio() + ", slower in " + times.slower() + " of " + PAIRS);
        assertTrue(times.ratio().median() < 1.05, times.ratio().toString());
    }

    private PairedTimes measure(StepPlan plan) throws Exception {
        var json = StepJson.mapper();
        Path planned = Files.writeString(folder.resolve("plan.json"), json.writeValueAsString(plan));
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<Process> ranks = new ArrayList<>();
        List<PairReport> reports = new ArrayList<>();
        try {
            for (int rank = 0; rank < plan.worldSize(); rank++) {
                ranks.add(RankProcesses.java(
                                RecordedPairs.class,
                                List.of(
                                        planned.toString(),
                                        String.valueOf(rank),
                                        String.valueOf(port),
                                        String.valueOf(PAIRS),
                                        folder.resolve("rank" + rank).toString()))
                        .inheritIO()
                        .start());
            }
            for (int rank = 0; rank < plan.worldSize(); rank++) {
                assertTrue(ranks.get(rank).waitFor(120, TimeUnit.SECONDS), "rank " + rank + " does not end");
                PairReport report = json.readValue(folder.resolve("rank" + rank).toFile(), PairReport.class);
                assertEquals(Optional.empty(), report.failure());
                reports.add(report);
            }
        } finally {
            ranks.forEach(Process::destroyForcibly);
        }
        return PairedTimes.of(reports);
    }
}
