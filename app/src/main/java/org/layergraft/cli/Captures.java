package org.layergraft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.layergraft.capture.CapturedModel;
import org.layergraft.text.LayergraftException;

/** A capture where a command takes a model: one file, or one for each rank with commas between. */
final class Captures {

    private Captures() {}

    /** Empty for anything that is not called like a capture. */
    static Optional<CapturedModel> at(Path model) throws LayergraftException {
        if (Files.exists(model)) {
            return CapturedModel.isNamed(model) ? Optional.of(CapturedModel.open(model)) : Optional.empty();
        }
        List<Path> parts =
                Arrays.stream(model.toString().split(",")).map(Path::of).toList();
        return parts.stream().allMatch(CapturedModel::isNamed)
                ? Optional.of(CapturedModel.open(parts))
                : Optional.empty();
    }
}
