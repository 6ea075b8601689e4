package org.layergraft.step.ddp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.HostTensor;
import org.layergraft.step.NpzFile;
import org.layergraft.step.StepJson;
import org.layergraft.torchscript.PythonTorch;

/**
 * Three SGD steps under DDP, with and without checkpoints: every gradient and every parameter is Python's, on every rank, to 1e-5 of
 * the largest element of its tensor, and so are the norms.
 */
class ThreeStepsTest {

    private static final double TOLERANCE = 1e-5;

    @TempDir
    static Path folder;

    /** One run of one model. */
    private record Run(ReferenceCase model, JsonNode switches) {

        /** The arrays Python wrote lie beside the case under this name. */
        String name() {
            return "steps-%d-%d-%s".formatted(flag("find_unused_parameters"), flag("static_graph"), mode());
        }

        String mode() {
            return switches.get("checkpoint").asText();
        }

        Path path() {
            return model.folder().resolve(name());
        }

        private int flag(String name) {
            return switches.get(name).asBoolean() ? 1 : 0;
        }
    }

    private static final List<Run> RUNS = new ArrayList<>();

    @BeforeAll
    static void run() throws Exception {
        PythonTorch.assumePresent();
        Path script =
                Path.of(ThreeStepsTest.class.getResource("judge/three_steps.py").toURI());
        PythonTorch.run(script.toString(), folder);
        for (ReferenceCase model : ReferenceCase.in(folder)) {
            for (JsonNode run : model.runs()) {
                assertEquals("ok", run.get("outcome").asText(), run.toString());
                RUNS.add(new Run(model, run));
                StepJson.mapper()
                        .writeValue(
                                RUNS.getLast()
                                        .path()
                                        .resolveSibling(RUNS.getLast().name() + ".json")
                                        .toFile(),
                                model.plan(run));
            }
        }
        Process natives =
                RankProcesses.java(RankMain.class, List.of("--prepare")).start();
        assertEquals(0, natives.waitFor());
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<Process> ranks = new ArrayList<>();
        for (int rank = 0; rank < 2; rank++) {
            List<String> arguments = new ArrayList<>(List.of("" + rank, "2", "" + port));
            RUNS.forEach(run -> arguments.add(run.path().toString()));
            ranks.add(RankProcesses.java(TensorRank.class, arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("rank" + rank + ".log").toFile())
                    .start());
        }
        for (Process rank : ranks) {
            rank.outputWriter().close();
        }
        for (Process rank : ranks) {
            assertEquals(0, rank.waitFor(), () -> log());
        }
    }

    private static String log() {
        try {
            return Files.readString(folder.resolve("rank0.log")) + Files.readString(folder.resolve("rank1.log"));
        } catch (IOException none) {
            return none.toString();
        }
    }

    @TestFactory
    Stream<DynamicTest> gradientsAndParametersArePythons() {
        return RUNS.stream()
                .map(run -> DynamicTest.dynamicTest(run.model().id() + ", " + run.name(), () -> {
                    for (int rank = 0; rank < 2; rank++) {
                        compare(run, rank);
                    }
                }));
    }

    private static void compare(Run run, int rank) throws Exception {
        Map<String, double[]> ours = read(Path.of(run.path() + "-rank" + rank + ".bin"));
        Map<String, double[]> theirs = new TreeMap<>();
        JsonNode plain = run.model().local(run.switches(), rank).get("params");
        plain.properties().forEach(entry -> {
            JsonNode norm = entry.getValue().get("norm");
            if (!norm.isNull()) {
                theirs.put("plain.norm." + entry.getKey(), new double[] {norm.asDouble()});
            }
        });
        for (var entry :
                NpzFile.read(Path.of(run.path() + "-rank" + rank + ".npz")).entrySet()) {
            theirs.put(entry.getKey(), numbers(entry.getValue()));
        }
        assertEquals(new TreeSet<>(theirs.keySet()), new TreeSet<>(ours.keySet()));
        Map<String, Double> apart = new LinkedHashMap<>();
        theirs.forEach((name, numbers) -> {
            double difference = difference(numbers, ours.get(name));
            if (!(difference <= TOLERANCE)) {
                apart.put(name, difference);
            }
        });
        assertTrue(apart.isEmpty(), () -> "rank " + rank + ": " + apart);
    }

    /** The larger of the norms' relative difference and the elements' largest, relative to the largest element. */
    private static double difference(double[] expected, double[] got) {
        assertEquals(expected.length, got.length);
        double largest = 0;
        double farthest = 0;
        double expectedSquares = 0;
        double gotSquares = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            farthest = Math.max(farthest, Math.abs(expected[i] - got[i]));
            expectedSquares += expected[i] * expected[i];
            gotSquares += got[i] * got[i];
        }
        if (largest == 0) {
            return farthest;
        }
        return Math.max(farthest / largest, Math.abs(Math.sqrt(gotSquares / expectedSquares) - 1));
    }

    private static double[] numbers(HostTensor tensor) {
        FloatBuffer floats = tensor.data().asFloatBuffer();
        double[] numbers = new double[floats.remaining()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = floats.get(i);
        }
        return numbers;
    }

    private static Map<String, double[]> read(Path file) throws IOException {
        Map<String, double[]> arrays = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                String name = in.readUTF();
                double[] numbers = new double[in.readInt()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = in.readDouble();
                }
                arrays.put(name, numbers);
            }
        } catch (EOFException end) {
            return arrays;
        }
    }
}
