package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.Python.Found;

class PythonTest {

    @TempDir
    Path folder;

    @Test
    void whatItSaysIsUnderstood() {
        assertEquals(new Found.Nothing(), Python.found(List.of()));
        assertEquals(new Found.Nothing(), Python.found(List.of("hello")));
        assertEquals(new Found.WithoutTorch("3.12.4"), Python.found(List.of("python 3.12.4")));
        assertEquals(new Found.Ready("3.12.4", "2.7.1+cpu"), Python.found(List.of("python 3.12.4", "torch 2.7.1+cpu")));
    }

    @Test
    void itIsStartedAndAsked() throws Exception {
        assertEquals(new Found.Nothing(), new Python(folder.resolve("nowhere").toString()).look());
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
        Path script = Files.writeString(folder.resolve("py thon"), """
            #!/bin/sh
            [ "$1" = -c ] || exit 9
            echo a warning >&2
            echo python 3.9.1
            case "$2" in *'import torch'*) echo torch 1.13.1;; esac
            """);
        assertEquals(true, script.toFile().setExecutable(true));
        assertEquals(new Found.Ready("3.9.1", "1.13.1"), new Python(script.toString()).look());
    }

    @Test
    void theCommandCanBeTypedAsItStands() {
        assertEquals(
                "python3 -m torch.distributed.run --nproc_per_node 4 /data/run.py",
                new Python("python3").torchrun(Path.of("/data/run.py"), 4));
        assertEquals(
                "\"/opt/my python/bin/python\" -m torch.distributed.run --nproc_per_node 2 \"/a b/run.py\"",
                new Python("/opt/my python/bin/python").torchrun(Path.of("/a b/run.py"), 2));
    }
}
