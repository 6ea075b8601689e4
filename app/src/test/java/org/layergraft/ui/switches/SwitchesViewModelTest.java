package org.layergraft.ui.switches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.model.DType;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.ui.switches.InputsViewModel.Source;

class SwitchesViewModelTest {

    private static final String ENCODER = "transformer.encoder.layers";

    private final SwitchesViewModel model = new SwitchesViewModel();

    private void open(String sample) throws Exception {
        model.show(Experiments.open(Path.of(System.getProperty("layergraft.samples", "samples"), sample)));
    }

    private RunSettings settings() {
        return model.settingsProperty().get();
    }

    @Test
    void everythingThatIsShownComesBack() throws Exception {
        var options = new DdpOptions(OptionalDouble.of(0.25), true, false, 4, true);
        var modules = List.of(ENCODER + ".0", ENCODER + ".2");
        var files = List.of(
                new InputPlan.RankFiles(Path.of("/a/r0.npz"), Map.of(2, Path.of("/a/r0-2.npz"))),
                new InputPlan.RankFiles(Path.of("/a/r1.npz"), Map.of()));
        var wanted = new RunSettings(
                2,
                "cpu",
                Optional.of(new InputPlan.Files(files)),
                Optional.of(new LossSpec.Outputs(List.of(0, 2), LossSpec.Reduce.SQUARE)),
                new Switches(true, true, new Checkpoint(Mode.REENTRANT, modules), options),
                5,
                7,
                60);
        model.show(wanted);
        assertEquals(wanted, settings());
        open("co_dino_head.pt");
        model.show(wanted);
        assertEquals(wanted, settings());
        assertTrue(model.changedProperty().get());
        model.reset();
        assertEquals(RunSettings.DEFAULT, settings());
        assertFalse(model.changedProperty().get());
        assertEquals(Source.GENERATED, model.inputs().sourceProperty().get());
    }

    @Test
    void theFirstFourEncoderLayersAreChosenAsAConfigDoes() throws Exception {
        open("co_dino_head.pt");
        var checkpoint = model.checkpoint();
        var encoder = checkpoint.rows().stream()
                .filter(r -> r.container().equals(ENCODER))
                .findFirst()
                .orElseThrow();
        assertEquals(6, encoder.paths().size());
        assertEquals(encoder, checkpoint.rowProperty().get(), "what is most worth it is proposed");
        checkpoint.rowProperty().set(encoder);
        checkpoint.modeProperty().set(Mode.REENTRANT);
        checkpoint.first(4);
        var first4 = List.of(ENCODER + ".0", ENCODER + ".1", ENCODER + ".2", ENCODER + ".3");
        assertEquals(
                new Checkpoint(Mode.REENTRANT, first4), settings().switches().checkpoint());
        assertEquals(4, checkpoint.first());
        checkpoint.choose(ENCODER + ".1", false);
        assertEquals(1, checkpoint.first());
        checkpoint.choose(ENCODER + ".5", true);
        checkpoint.first(2);
        assertEquals(first4.subList(0, 2), settings().switches().checkpoint().modules());
        checkpoint.first(0);
        assertEquals(List.of(), settings().switches().checkpoint().modules());
    }

    @Test
    void theListHasModulesThatCanBeCalledAndTheFilterNarrowsIt() throws Exception {
        open("co_dino_head.pt");
        var shown = model.checkpoint().shown();
        assertFalse(shown.contains(ENCODER), "a ModuleList has no forward");
        assertFalse(shown.contains(""));
        model.checkpoint().filterProperty().set("ENCODER.layers.3");
        assertTrue(shown.contains(ENCODER + ".3"));
        assertTrue(shown.stream().allMatch(path -> path.contains("encoder.layers.3")));
    }

    @Test
    void fromAMenuAModuleIsCheckpointedAtOnce() throws Exception {
        open("mini_mlp.pt");
        model.checkpoint().toggle("fc1");
        assertEquals(
                new Checkpoint(Mode.NONREENTRANT, List.of("fc1")),
                settings().switches().checkpoint());
        model.checkpoint().toggle("fc1");
        assertEquals(List.of(), settings().switches().checkpoint().modules());
    }

    @Test
    void aSizeThatIsNoneIsToldAndTheLastGoodOneStays() {
        var options = model.options();
        options.bucketCapProperty().set("0.5");
        for (String typed : List.of("0", "-1", "many", "1e9", "NaN")) {
            options.bucketCapProperty().set(typed);
            assertTrue(options.mistakeProperty().get().isPresent(), typed);
            assertEquals(OptionalDouble.of(0.5), settings().switches().options().bucketCapMb());
        }
        options.bucketCapProperty().set("");
        assertTrue(options.mistakeProperty().get().isEmpty());
        assertEquals(DdpOptions.DEFAULT, settings().switches().options());
    }

    @Test
    void theModelsOwnInputsAreShownAndChangedOnesAreUsed() throws Exception {
        open("mini_mlp.pt");
        var inputs = model.inputs();
        assertEquals(Optional.empty(), settings().inputs());
        InputRow row = inputs.rows().getFirst();
        String own = row.shapeProperty().get();
        row.shapeProperty().set("[7, 16]");
        InputSpec changed = generated().getFirst();
        assertEquals(List.of(7L, 16L), changed.shape().sizes());
        row.shapeProperty().set("7, x");
        assertTrue(inputs.mistakeProperty().get().isPresent());
        assertEquals(List.of(changed), generated(), "the last that made sense");
        row.shapeProperty().set(own);
        assertEquals(Optional.empty(), settings().inputs(), "as the model has it");
        row.typeProperty().set("int64");
        row.rangeProperty().set("3..2");
        assertTrue(inputs.mistakeProperty().get().isPresent());
        row.rangeProperty().set("-2..5");
        assertEquals(DType.INT64, generated().getFirst().dtype());
        assertEquals(5, generated().getFirst().high().orElseThrow());
    }

    private List<InputSpec> generated() {
        return ((InputPlan.Generated) settings().inputs().orElseThrow()).inputs();
    }

    @Test
    void partsOfAnArgumentThatContradictEachOtherAreTold() throws Exception {
        open("mini_mlp.pt");
        var inputs = model.inputs();
        inputs.rows().getFirst().nameProperty().set("x[1]");
        assertEquals("inputs.gap", inputs.mistakeProperty().get().orElseThrow().key());
        inputs.rows().getFirst().nameProperty().set("x[0]");
        inputs.addRow();
        assertEquals(
                "inputs.mistake.name",
                inputs.mistakeProperty().get().orElseThrow().key());
        inputs.rows().getLast().nameProperty().set("x[1]");
        assertEquals(2, generated().size());
        assertEquals(List.of(), generated().getLast().shape().sizes());
    }

    @Test
    void filesGoToTheRanksInTheOrderOfTheirNames() throws Exception {
        open("mini_mlp.pt");
        model.inputs().drop(List.of(Path.of("/a/r1.npz"), Path.of("/a/r0.npz")));
        assertEquals(List.of(Path.of("/a/r0.npz"), Path.of("/a/r1.npz")), files());
        model.inputs().give(1, Path.of("/a/other.npz"));
        assertEquals(List.of(Path.of("/a/r0.npz"), Path.of("/a/other.npz")), files());
        model.ranksProperty().set(3);
        model.inputs().drop(List.of(Path.of("/a/third.npz")));
        assertEquals(3, files().size());
        model.inputs().sourceProperty().set(Source.GENERATED);
        assertEquals(Optional.empty(), settings().inputs());
    }

    private List<Path> files() {
        return ((InputPlan.Files) settings().inputs().orElseThrow())
                .ranks().stream().map(InputPlan.RankFiles::every).toList();
    }

    @Test
    void aLossOfOnesOwnIsUsedAndAMistakeInItTold() throws Exception {
        open("mini_mlp.pt");
        var loss = model.inputs().loss();
        assertEquals(Optional.empty(), settings().loss());
        loss.ruleProperty().set(LossViewModel.Rule.OUTPUTS);
        loss.outputsProperty().set("0, 2");
        assertEquals(
                Optional.of(new LossSpec.Outputs(List.of(0, 2), LossSpec.Reduce.SUM)),
                settings().loss());
        loss.outputsProperty().set("first");
        assertTrue(loss.mistakeProperty().get().isPresent());
        loss.ruleProperty().set(LossViewModel.Rule.KEYS);
        assertEquals(Optional.of(new LossSpec.Keys("loss")), settings().loss());
        assertTrue(loss.mistakeProperty().get().isEmpty());
    }

    @Test
    void anotherModelForgetsModulesAndInputs() throws Exception {
        open("mini_mlp.pt");
        model.checkpoint().toggle("fc1");
        model.inputs().drop(List.of(Path.of("/a/r0.npz")));
        open("co_dino_head.pt");
        assertEquals(RunSettings.DEFAULT, settings());
    }
}
