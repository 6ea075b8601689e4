package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real runs of {@code check} on two machines that are network namespaces of this one. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SeveralMachinesTest {

    private static final Path CASES = Path.of("..", "shared", "ddp-cases").toAbsolutePath();
    private static int port = 29_600;
    private static TwoMachines machines;

    @TempDir
    private Path folder;

    @BeforeAll
    static void connect() throws Exception {
        machines = TwoMachines.make();
    }

    @AfterAll
    static void disconnect() throws Exception {
        if (machines != null) {
            machines.close();
        }
    }

    private TwoMachines.Running start(int node, Path model, int meetingPort, String... more) throws Exception {
        var arguments = new ArrayList<>(List.of("check", model.toString(), "--device", "cpu"));
        arguments.addAll(List.of("--nnodes", "2", "--node-rank", String.valueOf(node)));
        arguments.addAll(List.of("--master", TwoMachines.ADDRESS + ":" + meetingPort));
        arguments.addAll(List.of(more));
        return machines.start(node, folder, arguments);
    }

    private List<TwoMachines.Ended> both(Path model, String... more) throws Exception {
        int here = ++port;
        var first = start(0, model, here, more);
        var second = start(1, model, here, more);
        return List.of(first.end(), second.end());
    }

    @Test
    void fourRanksOnTwoMachinesTrainTogether() throws Exception {
        for (TwoMachines.Ended ended : both(Terminal.SAMPLE, "--ranks", "2")) {
            assertEquals(0, ended.code(), ended.text());
            assertTrue(ended.text().contains("Trains on 1 device and on 4 ranks."), ended.text());
            assertTrue(ended.text().contains("rank 3"), ended.text());
        }
    }

    @Test
    void bothMachinesSayWhatPyTorchRaisedOnBoth() throws Exception {
        Path model = referenceCase("detr-class-embed-unused");
        for (TwoMachines.Ended ended : both(model.resolve("model.pt"), "--ranks", "1", "--inputs", model.toString())) {
            assertEquals(1, ended.code(), ended.text());
            assertTrue(
                    ended.text().contains("Fails on 2 ranks in the 2nd forward: class_embed gets no gradient."),
                    ended.text());
        }
    }

    /** The ranks go different ways in the only step: one is done, the other waits for it for ever. */
    @Test
    void aHangBetweenMachinesIsFoundOnBoth() throws Exception {
        Path model = referenceCase("branch-rank0-only");
        List<TwoMachines.Ended> ended = both(
                model.resolve("model.pt"),
                "--ranks",
                "1",
                "--steps",
                "1",
                "--timeout",
                "5",
                "--inputs",
                model.toString());
        for (TwoMachines.Ended one : ended) {
            assertEquals(1, one.code(), one.text());
            assertTrue(one.text().contains("Hangs on 2 ranks in the 1st backward: rank 0 waits"), one.text());
        }
    }

    @Test
    void machinesThatRunDifferentModelsSaySo() throws Exception {
        Path other = Files.copy(Terminal.SAMPLE, folder.resolve("other.pt"));
        try (var file = new RandomAccessFile(other.toFile(), "rw")) {
            // The zip's comment: every reader takes it for the same model.
            file.seek(file.length() - 2);
            file.write(new byte[] {1, 0, 'x'});
        }
        int here = ++port;
        var first = start(0, Terminal.SAMPLE, here, "--ranks", "1");
        var second = start(1, other, here, "--ranks", "1");
        for (var ended : List.of(first.end(), second.end())) {
            assertEquals(2, ended.code(), ended.text());
            assertTrue(ended.text().contains(" runs something else: MODEL is SHA-256 "), ended.text());
        }
    }

    @Test
    void whoeverWaitsAtAnotherPortIsToldWhatToCheck() throws Exception {
        int here = ++port;
        int wrong = ++port;
        var first = start(0, Terminal.SAMPLE, here, "--ranks", "1", "--meeting", "6");
        var second = start(1, Terminal.SAMPLE, wrong, "--ranks", "1", "--meeting", "6");
        String master = TwoMachines.ADDRESS + ":";
        TwoMachines.Ended waited = first.end();
        assertEquals(3, waited.code(), waited.text());
        assertTrue(
                waited.text().contains("Node 1 (ranks 1) did not come to " + master + here + " within 6 seconds."),
                waited.text());
        TwoMachines.Ended came = second.end();
        assertEquals(3, came.code(), came.text());
        assertTrue(came.text().contains("Node 0 does not answer at " + master + wrong), came.text());
    }

    @Test
    void aMachineThatGoesIsMissedByTheOther() throws Exception {
        int here = ++port;
        var first = start(0, Terminal.SAMPLE, here, "--ranks", "1", "--steps", "600");
        var second = start(1, Terminal.SAMPLE, here, "--ranks", "1", "--steps", "600");
        await(first, "rank0 < .*\"at\".*\"iteration\":3,");
        await(second, "rank1 < .*\"at\".*\"iteration\":3,");
        second.process().destroyForcibly();
        TwoMachines.Ended left = first.end();
        assertEquals(3, left.code(), left.text());
        assertTrue(left.text().contains("Node 1 (ranks 1) is not heard any more"), left.text());
    }

    private static void await(TwoMachines.Running running, String line) throws Exception {
        var wanted = Pattern.compile(line);
        while (running.process().isAlive()) {
            if (Files.exists(running.protocol())
                    && wanted.matcher(Files.readString(running.protocol())).find()) {
                return;
            }
            Thread.sleep(100);
        }
    }

    private static Path referenceCase(String id) {
        Path folder = CASES.resolve(id);
        assumeTrue(Files.isDirectory(folder), "the reference cases are not here: " + CASES);
        return folder;
    }
}
