package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.step.Gradient;
import org.layergraft.step.RankReport.End;
import picocli.CommandLine;

/** No command writes over a file that it reads. */
class OutputsTest {

    @TempDir
    Path folder;

    private Path model;
    private Path config;
    private Path edits;
    private final Terminal terminal =
            new Terminal(new FakeRunner(List.of(Gradient.none("fc1.weight")), new End.Finished()));

    @BeforeEach
    void copy() throws Exception {
        model = Files.copy(Terminal.SAMPLE, folder.resolve("m.pt"));
        edits = Files.writeString(
                folder.resolve("e.json"),
                "{\"edits\": [{\"op\": \"declare\", \"module\": \"\", \"name\": \"x\", \"kind\": \"parameter\","
                        + " \"shape\": [2]}]}");
        Files.writeString(folder.resolve("base.py"), "find_unused_parameters = True\n");
        config = Files.writeString(folder.resolve("c.py"), "_base_ = './base.py'\n");
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "graph m.pt --json m.pt",
                "graph m.pt --svg m.pt",
                "graph m.pt --pdf m.pt",
                "graph m.pt --svg x --pdf x",
                "check m.pt --json m.pt",
                "check m.pt --coverage-out m.pt",
                "matrix m.pt --json m.pt",
                "compare m.pt --with static_graph=true --json m.pt",
                "growth m.pt --json m.pt",
                "growth m.pt --edits e.json --json e.json",
                "graft m.pt --edits e.json --out m.pt",
                "graft m.pt --edits e.json --out e.json",
                "export m.pt --python m.pt",
                "export m.pt --edits e.json --python e.json",
                "export m.pt --edits e.json --python x --patch m.pt",
                "torchrun m.pt --out m.pt",
                "report m.pt --out m.pt",
                "report m.pt --config c.py --out c.py",
                "snapshot m.pt --out m.pt",
                "config c.py --json c.py",
                "config c.py --json base.py",
                "config c.py --set a=1 --override c.py"
            })
    void whatIsReadStaysAsItWas(String line) throws Exception {
        byte[] before = Files.readAllBytes(model);
        String[] arguments = Stream.of(line.split(" "))
                .map(word ->
                        Set.of("m.pt", "e.json", "c.py", "base.py", "x").contains(word) ? at(word).toString() : word)
                .toArray(String[]::new);
        String script = Files.readString(edits);
        assertEquals(ExitCode.BAD_INPUT, terminal.run(arguments));
        assertTrue(terminal.err().contains(folder.toString()), terminal.err());
        assertArrayEquals(before, Files.readAllBytes(model));
        assertEquals(script, Files.readString(edits));
        assertEquals("_base_ = './base.py'\n", Files.readString(config));
        assertEquals("find_unused_parameters = True\n", Files.readString(at("base.py")));
        try (var files = Files.list(folder)) {
            assertEquals(4, files.count());
        }
    }

    @Test
    void itIsKnownByAnotherNameToo() throws Exception {
        Path link = Files.createSymbolicLink(at("link.pt"), model);
        byte[] before = Files.readAllBytes(model);
        assertEquals(ExitCode.BAD_INPUT, terminal.run("graph", model.toString(), "--json", link.toString()));
        assertEquals(
                ExitCode.BAD_INPUT,
                terminal.run(
                        "graph",
                        model.toString(),
                        "--json",
                        folder.resolve("..")
                                .resolve(folder.getFileName())
                                .resolve("m.pt")
                                .toString()));
        assertArrayEquals(before, Files.readAllBytes(model));
        assertTrue(terminal.err().contains("--json would overwrite it"), terminal.err());
    }

    @Test
    void standardOutputIsNoFile() {
        assertEquals(ExitCode.TRAINS, terminal.run("graph", model.toString(), "--json", "-"));
    }

    /** Whoever gives a command a new place to write to has to say so. */
    @Test
    void everyOptionThatWritesIsKnown() throws Exception {
        var program = new Layergraft(new Console(System.out, System.err), Engine::local, Window.NONE, () -> false);
        var unknown = new ArrayList<String>();
        for (CommandLine command : new CommandLine(program).getSubcommands().values()) {
            command.getCommandSpec().options().stream()
                    .filter(o -> Stream.of("Write ", "Draw ", "Where the ", "Make the change as a new")
                            .anyMatch(start -> String.join(" ", o.description()).startsWith(start)))
                    .filter(o -> o.paramLabel().startsWith("F"))
                    .filter(o -> !Outputs.WRITTEN.contains(o.longestName()))
                    .map(o -> command.getCommandName() + " " + o.longestName())
                    .forEach(unknown::add);
        }
        assertEquals(List.of(), unknown);
    }
}
