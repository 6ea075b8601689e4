package org.layergraft.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times {@code layergraft matrix} over twelve combinations against {@code layergraft check}, as whole processes and in turns, and
 * prints how they compare. Run it from the root after {@code mvn package}: {@code java
 * app/src/bench/java/org/layergraft/bench/MatrixBench.java}.
 */
final class MatrixBench {

    private static final int ROUNDS = 3;
    private static final String PROGRAM = "target/layergraft/bin/layergraft";
    private static final String MODEL = "samples/co_dino_head.pt";
    private static final String LAYERS =
            "transformer.encoder.layers.0,transformer.encoder.layers.1,transformer.encoder.layers.2,"
                    + "transformer.encoder.layers.3";

    public static void main(String[] arguments) throws Exception {
        var checks = new ArrayList<Double>();
        var matrices = new ArrayList<Double>();
        seconds(List.of("check"));
        for (int round = 0; round < ROUNDS; round++) {
            checks.add(seconds(List.of("check")));
            matrices.add(seconds(List.of("matrix", "--checkpoint", LAYERS)));
        }
        System.out.printf(
                Locale.ROOT,
                "check %s s, matrix %s s: %.2f times (medians)%n",
                Arrays.toString(checks.toArray()),
                Arrays.toString(matrices.toArray()),
                median(matrices) / median(checks));
    }

    private static double seconds(List<String> command) throws Exception {
        var whole = new ArrayList<>(List.of(PROGRAM, command.getFirst(), MODEL));
        whole.addAll(command.subList(1, command.size()));
        long start = System.nanoTime();
        int code = new ProcessBuilder(whole)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException(whole + " ended with " + code);
        }
        return Math.round((System.nanoTime() - start) / 1e7) / 100.0;
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
