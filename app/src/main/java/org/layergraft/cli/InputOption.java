package org.layergraft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.NpzFile;
import org.layergraft.text.LayergraftException;

/** {@code --input NAME:DTYPE[SHAPE][:LOW..HIGH]} and {@code --inputs DIR|r0.npz,r1.npz}. */
final class InputOption {

    private static final Pattern SPEC =
            Pattern.compile("([^:]+):([a-z0-9]+)\\[([\\d,\\s]*)](?::(-?\\d{1,18})\\.\\.(-?\\d{1,18}))?");
    private static final Pattern FILE = Pattern.compile("inputs-rank(\\d{1,4})(?:-iter(\\d{1,6}))?\\.npz");

    private InputOption() {}

    static InputSpec spec(String text) throws LayergraftException {
        Matcher parts = SPEC.matcher(text.strip());
        if (!parts.matches()) {
            throw LayergraftException.input("cli", "input.form", text);
        }
        boolean boxes = parts.group(2).equals("boxes");
        Optional<DType> dtype = boxes ? Optional.of(DType.FLOAT32) : DType.named(parts.group(2));
        if (dtype.isEmpty()) {
            throw LayergraftException.input("cli", "input.dtype", text, parts.group(2));
        }
        var sizes = new ArrayList<Long>();
        for (String size :
                parts.group(3).isBlank() ? new String[0] : parts.group(3).split(",", -1)) {
            if (!size.strip().matches("\\d{1,12}")) {
                throw LayergraftException.input("cli", "input.form", text);
            }
            sizes.add(Long.valueOf(size.strip()));
        }
        return new InputSpec(
                parts.group(1).strip(),
                dtype.get(),
                new Shape(sizes),
                whole(parts.group(4)),
                whole(parts.group(5)),
                boxes ? InputSpec.Values.BOXES : InputSpec.Values.RANDOM);
    }

    private static OptionalLong whole(String digits) {
        return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    /** A folder with {@code inputs-rankR.npz} and perhaps {@code inputs-rankR-iterN.npz}, or one file per rank. */
    static InputPlan.Files files(String text) throws LayergraftException {
        if (!text.contains(",") && Files.isDirectory(Path.of(text))) {
            return folder(Path.of(text));
        }
        var ranks = new ArrayList<InputPlan.RankFiles>();
        for (String file : text.split(",")) {
            Path path = Path.of(file.strip());
            // What is no such file is told before it is counted.
            NpzFile.names(path);
            ranks.add(new InputPlan.RankFiles(path.toAbsolutePath(), Map.of()));
        }
        return new InputPlan.Files(ranks);
    }

    private static InputPlan.Files folder(Path folder) throws LayergraftException {
        var every = new HashMap<Integer, Path>();
        var iterations = new HashMap<Integer, Map<Integer, Path>>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                Matcher name = FILE.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    int rank = Integer.parseInt(name.group(1));
                    if (name.group(2) == null) {
                        every.put(rank, entry.toAbsolutePath());
                    } else {
                        iterations
                                .computeIfAbsent(rank, _ -> new HashMap<>())
                                .put(Integer.valueOf(name.group(2)), entry.toAbsolutePath());
                    }
                }
            }
        } catch (IOException failed) {
            throw LayergraftException.input("cli", "inputs.folder", folder);
        }
        List<InputPlan.RankFiles> ranks = new ArrayList<>();
        for (int rank = 0; every.containsKey(rank); rank++) {
            ranks.add(new InputPlan.RankFiles(every.get(rank), iterations.getOrDefault(rank, Map.of())));
        }
        if (ranks.isEmpty()) {
            throw LayergraftException.input("cli", "inputs.folder", folder);
        }
        return new InputPlan.Files(ranks);
    }
}
