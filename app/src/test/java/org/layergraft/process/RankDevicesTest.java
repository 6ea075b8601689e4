package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.Devices;
import org.layergraft.step.Scratch;

class RankDevicesTest {

    @TempDir
    Path folder;

    /** A real rank is asked; without a driver it must still answer, and say why there is nothing. */
    @Test
    void aRankSaysWhatRanksCanUse() throws Exception {
        ChildLauncher launcher = new ChildLauncher(Installation.find(), Scratch.claim(folder.resolve("scratch")));
        Devices found = RankDevices.ask(launcher);
        launcher.end();
        assertTrue(found.cores() > 0);
        assertEquals(List.of(), found.single());
        assertFalse(found.note().isBlank());
        if (!Files.exists(Path.of("/proc/driver/nvidia/version"))) {
            assertEquals(Devices.withoutGpu(found.cores(), "No NVIDIA GPU found; everything runs on the CPU."), found);
        }
    }
}
