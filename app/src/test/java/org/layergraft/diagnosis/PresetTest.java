package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Switches.Checkpoint.Mode;

class PresetTest {

    private static final List<String> MODULES = List.of("fc1");

    private static final Switches TURNED = new Switches(
            false,
            true,
            new Checkpoint(Mode.REENTRANT, MODULES),
            new DdpOptions(OptionalDouble.of(1), true, false, 2, true));

    @Test
    void eachSetsWhatItSays() {
        assertEquals(List.of(), Preset.PYTORCH.over(TURNED).changed());
        assertEquals(
                List.of("broadcast_buffers=False"), Preset.MMENGINE.over(TURNED).changed());
        assertEquals(
                List.of(
                        "find_unused_parameters=True",
                        "static_graph=True",
                        "bucket_cap_mb=1",
                        "gradient_as_bucket_view=True",
                        "broadcast_buffers=False",
                        "accumulate=2",
                        "bf16=True"),
                Preset.ADVICE.over(TURNED).changed(),
                "the advice is about these two only");
        assertTrue(Preset.PYTORCH.is(Switches.DEFAULT));
        assertFalse(Preset.MMENGINE.is(Switches.DEFAULT));
    }

    @ParameterizedTest
    @EnumSource
    void twiceIsAsOnceAndChosenModulesStay(Preset preset) {
        var once = preset.over(TURNED);
        assertEquals(once, preset.over(once));
        assertTrue(preset.is(once));
        assertFalse(preset.is(TURNED));
        assertEquals(MODULES, once.checkpoint().modules());
    }
}
