package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Texts;

/** Ranks that this machine cannot hold are refused before one is started. */
class RoomTest {

    @TempDir
    Path folder;

    @Test
    void asManyAsHaveRoomAreStarted() {
        var room = new Room(OptionalLong.of(1L << 30));
        assertDoesNotThrow(() -> room.mustHold(8));
        var many = assertThrows(LayergraftException.class, () -> room.mustHold(9));
        assertEquals(Fault.INPUT, many.fault());
        String told = new Texts(Locale.ENGLISH).get(many.problem());
        assertTrue(told.contains("1 GiB of memory are free. Give --ranks 8 or fewer"), told);
        assertDoesNotThrow(() -> new Room(OptionalLong.of(1)).mustHold(1), "one may always try");
        assertDoesNotThrow(() -> new Room(OptionalLong.empty()).mustHold(1000), "nobody can tell");
    }

    @Test
    void noneOfTenThousandIsStarted() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/meminfo")));
        var plan = new StepPlan(
                Path.of("samples", "mini_mlp.pt").toAbsolutePath(),
                new InputPlan.Generated(List.of()),
                new LossSpec.Sum(),
                Switches.DEFAULT,
                Collections.nCopies(10_000, Device.CPU),
                1,
                0,
                60,
                1);
        try (var runner = new LocalStepRunner(Installation.find(), folder.resolve("scratch"))) {
            var refused = assertThrows(
                    LayergraftException.class,
                    () -> runner.ranks(plan, StepRunner.Progress.SILENT, new Cancellation()));
            assertEquals("ranks.many", refused.problem().key());
            assertEquals(0, ProcessHandle.current().children().count());
        }
    }
}
