package org.layergraft.experiment;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputPlan.RankFiles;

/**
 * Files are named from the folder of the experiment file, with slashes, so that both can be moved together and to another system.
 *
 * @param folder of the experiment file
 */
record ExperimentPaths(Path folder) {

    String written(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        Path root = whole.getRoot();
        Path shown = root != null && root.equals(folder.getRoot()) ? folder.relativize(whole) : whole;
        return shown.toString().replace('\\', '/');
    }

    /** @throws InvalidPathException where no file can have that name */
    Path read(String name) {
        return folder.resolve(name).normalize();
    }

    /** The same inputs with every file as it is written. */
    InputPlan written(InputPlan plan) {
        return renamed(plan, file -> Path.of(written(file)));
    }

    InputPlan read(InputPlan plan) {
        return renamed(plan, file -> read(file.toString()));
    }

    private static InputPlan renamed(InputPlan plan, UnaryOperator<Path> how) {
        return switch (plan) {
            case InputPlan.Generated generated -> generated;
            case InputPlan.Files(List<RankFiles> ranks) ->
                new InputPlan.Files(ranks.stream()
                        .map(r -> {
                            Map<Integer, Path> iterations = new LinkedHashMap<>();
                            r.iterations().forEach((batch, file) -> iterations.put(batch, how.apply(file)));
                            return new RankFiles(how.apply(r.every()), iterations);
                        })
                        .toList());
        };
    }
}
