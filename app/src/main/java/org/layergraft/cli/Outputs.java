package org.layergraft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What a command line writes never takes the place of what it reads, by whatever name, nor of what else it writes. */
final class Outputs {

    static final Set<String> WRITTEN =
            Set.of("--json", "--svg", "--pdf", "--out", "--coverage-out", "--python", "--patch", "--override");

    private static final Set<String> READ = Set.of("--edits", "--inputs", "--config");

    private record Output(String option, Path file) {}

    private Outputs() {}

    /** @throws LayergraftException INPUT, before anything is read or run */
    static void check(ParseResult line) throws LayergraftException {
        ParseResult command = line;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        List<Output> outputs = command.matchedOptions().stream()
                // One that is given twice is listed twice, each time with both values.
                .distinct()
                .filter(option -> WRITTEN.contains(option.longestName()))
                .flatMap(option -> option.originalStringValues().stream()
                        .flatMap(Outputs::path)
                        .map(file -> new Output(option.longestName(), file)))
                .toList();
        if (outputs.isEmpty()) {
            return;
        }
        List<Path> read = Stream.concat(
                        command.matchedPositionals().stream().flatMap(p -> files(p.originalStringValues())),
                        command.matchedOptions().stream()
                                .filter(option -> READ.contains(option.longestName()))
                                .map(OptionSpec::originalStringValues)
                                .flatMap(Outputs::files))
                .flatMap(Outputs::withModel)
                .toList();
        var before = new ArrayList<Output>();
        for (Output output : outputs) {
            mustBeNone(output, read);
            for (Output other : before) {
                if (same(output.file(), other.file())) {
                    throw LayergraftException.input("cli", "out.twice", output.file(), other.option(), output.option());
                }
            }
            before.add(output);
        }
    }

    /** For what is known only once a file is read: what it inherits, say. */
    static void mustBeNone(String option, Optional<String> target, List<Path> read) throws LayergraftException {
        for (Path file : target.stream().flatMap(Outputs::path).toList()) {
            mustBeNone(new Output(option, file), read);
        }
    }

    private static void mustBeNone(Output output, List<Path> read) throws LayergraftException {
        if (read.stream().anyMatch(file -> same(file, output.file()))) {
            throw LayergraftException.input("cli", "out.read", output.file(), output.option());
        }
    }

    /** Captures and inputs may be several, with commas between. */
    private static Stream<Path> files(List<String> values) {
        return values.stream()
                .flatMap(value -> Stream.concat(Stream.of(value), Arrays.stream(value.split(","))))
                .distinct()
                .flatMap(Outputs::path);
    }

    /** Nothing for standard output. */
    private static Stream<Path> path(String value) {
        try {
            return value.isBlank() || Console.isOutput(Optional.of(value)) ? Stream.empty() : Stream.of(Path.of(value));
        } catch (InvalidPathException noFile) {
            return Stream.empty();
        }
    }

    /** An experiment stands for the model it names, too. */
    private static Stream<Path> withModel(Path file) {
        if (!ExperimentFile.isNamed(file)) {
            return Stream.of(file);
        }
        try {
            return Stream.of(file, ExperimentFile.read(file).saved().model());
        } catch (LayergraftException toldOnceItIsRead) {
            return Stream.of(file);
        }
    }

    private static boolean same(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException cannotBeTold) {
            return false;
        }
    }
}
