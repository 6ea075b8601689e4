package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Outcome;

/** The main job, really run: graft, one device, two ranks. */
class TourTest {

    @Test
    void withoutADisplayTheMainJobIsDoneInTheTerminal() {
        var painted = new ArrayList<Window.Picture>();
        var window = new Window() {
            @Override
            public void open(List<String> arguments) {
                throw new AssertionError("there is no display");
            }

            @Override
            public void paint(Picture picture) {
                painted.add(picture);
            }
        };
        var terminal = new Terminal(Engine::local, window, false);
        assertEquals(0, terminal.run(Terminal.SAMPLE.toString()), terminal.err());
        assertTrue(
                terminal.out()
                        .contains("Trains on 1 device. Fails on 2 ranks in the 2nd forward: class_embed gets no"
                                + " gradient."),
                terminal.out());
        assertTrue(terminal.out().contains("declared in MiniMLP, but no forward reads it"), terminal.out());
        assertTrue(painted.getFirst().experiment().isEdited());
        assertEquals(
                Outcome.UNUSED_PARAMETERS,
                painted.getFirst()
                        .result()
                        .orElseThrow()
                        .verdict()
                        .orElseThrow()
                        .outcome());
        assertTrue(terminal.out().contains(painted.getFirst().out().toString()));
    }
}
