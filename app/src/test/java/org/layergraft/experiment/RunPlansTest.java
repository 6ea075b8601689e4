package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.Device;
import org.layergraft.step.Devices;
import org.layergraft.step.Devices.Gpu;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Scratch;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

class RunPlansTest {

    private static final Path SAMPLE = Path.of(System.getProperty("layergraft.samples", "samples"), "mini_mlp.pt");
    private static final Gpu FIRST = new Gpu(0, "A", 1L << 30);
    private static final Gpu SECOND = new Gpu(1, "B", 1L << 30);

    private static RunPlans plan(String device, Devices devices) throws LayergraftException {
        var settings = new RunSettings(2, device, Optional.empty(), Optional.empty(), Switches.DEFAULT, 3, 0, 60);
        return RunPlans.plan(Experiments.open(SAMPLE), settings, devices, SAMPLE);
    }

    private static Devices machine(boolean nccl, Gpu... gpus) {
        return new Devices(8, List.of(gpus), nccl ? List.of(gpus) : List.of(), "As found.");
    }

    @Test
    void withoutAGpuEverythingRunsOnCpuAndCoresAreShared() throws LayergraftException {
        RunPlans plans = plan("auto", machine(false));
        assertEquals(List.of(Device.CPU, Device.CPU), plans.ranks().devices());
        assertEquals(List.of(Device.CPU), plans.single().devices());
        assertEquals(4, plans.ranks().threads());
        assertEquals(Optional.empty(), plans.note());
    }

    @Test
    void aGpuForEveryRankIsTaken() throws LayergraftException {
        RunPlans plans = plan("auto", machine(true, FIRST, SECOND));
        assertEquals(List.of(Device.cuda(0), Device.cuda(1)), plans.ranks().devices());
    }

    @Test
    void oneGpuServesTheOneDeviceRunAndSaysSo() throws LayergraftException {
        RunPlans plans = plan("auto", machine(true, FIRST));
        assertEquals(List.of(Device.cuda(0)), plans.single().devices());
        assertEquals(List.of(Device.CPU, Device.CPU), plans.ranks().devices());
        assertTrue(plans.note().isPresent());
    }

    @Test
    void ranksTakeGpusThatTheOneDeviceRunCannotUseAndSaySo() throws LayergraftException {
        var machine = new Devices(8, List.of(), List.of(FIRST, SECOND), "As found.");
        for (String device : List.of("auto", "cuda", "cuda:0,1")) {
            RunPlans plans = plan(device, machine);
            assertEquals(List.of(Device.CPU), plans.single().devices());
            assertEquals(List.of(Device.cuda(0), Device.cuda(1)), plans.ranks().devices());
            assertEquals("device.note.single", plans.note().orElseThrow().key());
        }
    }

    @Test
    void ranksShareAGpuOnlyWhereTheyAreToldTo() throws LayergraftException {
        var machine = new Devices(8, List.of(), List.of(FIRST), "As found.");
        RunPlans automatic = plan("auto", machine);
        assertEquals(List.of(Device.CPU, Device.CPU), automatic.ranks().devices());
        assertEquals(List.of(Device.CPU), automatic.single().devices());
        assertEquals("device.note.none", automatic.note().orElseThrow().key());
        assertEquals(
                List.of(Device.cuda(0), Device.cuda(0)),
                plan("cuda:0,0", machine).ranks().devices());
    }

    @Test
    void aGpuThatOnlyTheOneDeviceRunCanUseIsNotForRanks() {
        var machine = new Devices(8, List.of(FIRST, SECOND), List.of(FIRST), "Second has no NCCL.");
        assertEquals(List.of(FIRST, SECOND), machine.gpus());
        assertThrows(LayergraftException.class, () -> plan("cuda:0,1", machine));
    }

    @Test
    void askingForWhatIsNotThereIsSaidBeforeAnythingStarts() {
        for (String device : List.of("cuda", "cuda:0,1", "cuda:7", "gpu", "cuda:")) {
            var refused = assertThrows(LayergraftException.class, () -> plan(device, machine(true, FIRST)));
            assertEquals(LayergraftException.Fault.INPUT, refused.fault());
        }
        assertThrows(LayergraftException.class, () -> plan("cuda", machine(false, FIRST, SECOND)));
    }

    @Test
    void theArchivesOwnInputsAndLossCount() throws LayergraftException {
        RunPlans plans = plan("cpu", machine(false));
        assertFalse(plans.ranks().inputs().toString().contains("inputs=[]"));
        var own = ModelSettings.of(Experiments.open(SAMPLE).base()).orElseThrow();
        assertEquals(own.loss().orElseThrow(), plans.ranks().loss());
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedByPlace() {
        for (String text : List.of(
                "not json",
                "{\"inputs\": [{\"name\": \"x\", \"dtype\": \"float31\", \"shape\": [1]}]}",
                "{\"inputs\": [{\"name\": \"x\", \"dtype\": \"float32\", \"shape\": [-1]}]}",
                "{\"inputs\": [{\"name\": \"x\", \"dtype\": \"float32\"}]}",
                "{\"loss\": {\"kind\": \"median\"}}")) {
            var refused = assertThrows(LayergraftException.class, () -> ModelSettings.parse(text, "a.pt"), text);
            assertTrue(refused.getMessage().contains("a.pt"), refused.getMessage());
        }
    }

    @Test
    void settingsAreReadAsTheReferenceCasesWriteThem() throws LayergraftException {
        var settings = ModelSettings.parse(
                "{\"inputs\": [{\"name\": \"t\", \"dtype\": \"int64\", \"shape\": [2, 6], \"low\": 0, \"high\": 24}],"
                        + " \"loss\": {\"kind\": \"outputs\", \"use\": [0, 2], \"reduce\": \"square\"}}",
                "a.pt");
        assertEquals(24, settings.inputs().getFirst().high().orElseThrow());
        assertEquals(Optional.of(new LossSpec.Outputs(List.of(0, 2), LossSpec.Reduce.SQUARE)), settings.loss());
    }

    @Test
    void whatADeadProcessLeftIsClearedAndOthersAreLeftAlone(@TempDir Path folder) throws Exception {
        long dead = 999_999_999_999L;
        Path stale = Scratch.claim(folder.resolve("layergraft-" + dead)).directory();
        Files.writeString(stale.resolve("model-1.pt"), "x");
        Path foreign = Files.createDirectory(folder.resolve("layergraft-notes"));
        long mine = ProcessHandle.current().pid();
        try (ScratchSpace scratch = ScratchSpace.open(folder, mine)) {
            assertFalse(Files.exists(stale));
            assertTrue(Files.exists(foreign));
            assertTrue(Files.isDirectory(scratch.directory()));
        }
        assertFalse(Files.exists(folder.resolve("layergraft-" + mine)));
    }
}
