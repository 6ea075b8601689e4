package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Python's zipfile: another reader and writer of the format, and no PyTorch is needed for it. See {@code zips.py}. */
final class PythonZip {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private PythonZip() {}

    static String run(String what, Object... arguments) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PYTHON), "skipped: no " + PYTHON);
        var command = new ArrayList<>(List.of(
                PYTHON.toString(),
                Path.of(PythonZip.class.getResource("zips.py").toURI()).toString(),
                what));
        for (var argument : arguments) {
            command.add(argument.toString());
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** Name, length and checksum of every entry, sorted by name. */
    static List<String> listing(Path zip) throws Exception {
        return run("list", zip).lines().toList();
    }

    /** The last number of each entry, after the whole entry was read and its checksum compared. */
    static String lastFloats(Path zip, String... names) throws Exception {
        var arguments = new ArrayList<Object>(List.of(zip));
        arguments.addAll(List.of(names));
        return String.join(" ", run("last", arguments.toArray()).lines().toList());
    }
}
