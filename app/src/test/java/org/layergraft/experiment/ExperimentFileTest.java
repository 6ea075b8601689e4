package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.diagnosis.Diagnosis;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.EditScript;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;

class ExperimentFileTest {

    private static final Path SAMPLE = Path.of(System.getProperty("layergraft.samples"), "mini_mlp.pt");

    @TempDir
    Path folder;

    private Path copyOfModel(String name) throws Exception {
        Files.createDirectories(folder.resolve(name).getParent());
        return Files.copy(SAMPLE, folder.resolve(name));
    }

    private static Experiment edited(Path model) throws Exception {
        Experiment experiment = Experiments.open(model);
        for (Edit edit : EditScript.read("""
            {"edits": [
              {"op": "declare", "layer": {"kind": "parameter", "name": "extra", "shape": [2, 3]}},
              {"op": "wrap", "module": "fc1", "layer": {"kind": "lora", "name": "lora"}},
              {"op": "freeze", "module": "fc2"}]}
            """)) {
            experiment = Experiments.apply(experiment, edit);
        }
        return experiment;
    }

    private static SavedExperiment saved(Experiment experiment, List<SavedRun> runs) throws Exception {
        return new SavedExperiment(
                experiment.file().toAbsolutePath(),
                FileHash.of(experiment.file()),
                experiment.log(),
                RunSettings.DEFAULT,
                runs,
                Optional.empty());
    }

    @Provide
    Arbitrary<RunSettings> settings() {
        return SavedRuns.settings(SAMPLE.toAbsolutePath().normalize().getParent());
    }

    @Property(tries = 60)
    void whatIsWrittenReadsBackEqual(
            @ForAll("settings") RunSettings settings,
            @ForAll("settings") RunSettings ofRuns,
            @ForAll("kinds") List<Integer> kinds)
            throws Exception {
        var experiment = Lazily.EDITED;
        var target = Files.createTempDirectory("graft").toRealPath().resolve("a b.graft");
        try {
            var log = experiment.log().undo();
            var saved = new SavedExperiment(
                    SAMPLE.toAbsolutePath().normalize(),
                    "0123456789abcdef".repeat(4),
                    log,
                    settings,
                    SavedRuns.runs(experiment, kinds, ofRuns),
                    kinds.size() % 2 == 0
                            ? Optional.empty()
                            : Optional.of(target.resolveSibling("configs").resolve("train it.py")),
                    kinds.isEmpty() ? Optional.empty() : Optional.of(target.resolveSibling("mine.graft")));
            ExperimentFile.write(saved, target);
            var read = ExperimentFile.read(target);
            assertEquals(List.of(), read.notes());
            assertEquals(saved.log(), read.saved().log());
            assertEquals(saved.settings(), read.saved().settings());
            assertEquals(saved.model(), read.saved().model());
            assertEquals(saved.sha256(), read.saved().sha256());
            assertEquals(saved.config(), read.saved().config());
            assertEquals(saved.belongsTo(), read.saved().belongsTo());
            assertEquals(kinds.size(), read.saved().runs().size());
            for (int i = 0; i < kinds.size(); i++) {
                shownAlike(saved.runs().get(i), read.saved().runs().get(i));
            }
            // What was read is the same again, so nothing wears off by saving.
            ExperimentFile.write(read.saved(), target);
            assertEquals(read, ExperimentFile.read(target));
        } finally {
            Files.deleteIfExists(target);
            Files.delete(target.getParent());
        }
    }

    @Provide
    Arbitrary<List<Integer>> kinds() {
        return Arbitraries.integers().between(0, 60).list().ofMaxSize(4);
    }

    /** Reading the model once is enough. */
    private static final class Lazily {
        static final Experiment EDITED = open();

        private static Experiment open() {
            try {
                return edited(SAMPLE);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    private static void shownAlike(SavedRun before, SavedRun after) {
        assertEquals(before.onRanks(), after.onRanks());
        assertEquals(before.edits(), after.edits());
        assertEquals(before.settings(), after.settings());
        assertEquals(before.result().coverage(), after.result().coverage());
        assertEquals(before.result().verdict(), after.result().verdict());
        assertEquals(before.result().waits(), after.result().waits());
        assertEquals(before.result().plan().switches(), after.result().plan().switches());
        assertEquals(before.result().plan().loss(), after.result().plan().loss());
        assertEquals(before.result().plan().devices(), after.result().plan().devices());
        for (int rank = 0; rank < before.result().ranks().size(); rank++) {
            var was = before.result().ranks().get(rank);
            var is = after.result().ranks().get(rank);
            assertEquals(was.end(), is.end());
            assertEquals(was.timing(), is.timing());
            assertEquals(was.timeline(), is.timeline());
            assertEquals(was.buckets(), is.buckets());
            assertEquals(was.losses(), is.losses());
        }
        var single = before.result().single().orElseThrow();
        assertEquals(single.losses(), after.result().single().orElseThrow().losses());
        if (before.result().verdict().isEmpty()) {
            assertEquals(
                    Diagnosis.sentence(single),
                    Diagnosis.sentence(after.result().single().orElseThrow()));
        }
    }

    @Test
    void openingAppliesTheEditsAndTheModelMayMoveWithTheFile() throws Exception {
        var model = copyOfModel("a/models/m.pt");
        var experiment = edited(model);
        Files.createDirectories(folder.resolve("a/mine"));
        ExperimentFile.write(saved(experiment, List.of()), folder.resolve("a/mine/one.graft"));
        assertTrue(Files.readString(folder.resolve("a/mine/one.graft")).contains("\"../models/m.pt\""));
        Files.move(folder.resolve("a"), folder.resolve("b"));
        var opened = Experiments.open(folder.resolve("b/mine/one.graft"));
        assertEquals(experiment.log(), opened.log());
        assertEquals(experiment.graph().parameters(), opened.graph().parameters());
        assertEquals(folder.toRealPath().resolve("b/models/m.pt"), opened.file());
    }

    @Test
    void aPersonCanReadIt() throws Exception {
        var experiment = edited(copyOfModel("m.pt"));
        var target = folder.resolve("one.graft");
        ExperimentFile.write(saved(experiment, SavedRuns.runs(experiment, List.of(1), RunSettings.DEFAULT)), target);
        String text = Files.readString(target);
        var lines = text.lines().map(String::strip).toList();
        assertTrue(lines.contains("\"file\": \"m.pt\","), text);
        assertTrue(lines.contains("\"shape\": [ 2, 3 ]"), text);
        assertTrue(lines.contains("\"findUnusedParameters\": false,"), text);
        long rows = lines.stream()
                .filter(l -> l.startsWith("{ \"parameter\": { \"name\"") && l.matches(".*\\},?"))
                .count();
        assertEquals(experiment.graph().parameters().size(), rows, "a line for each parameter:\n" + text);
    }

    @Test
    void whatIsLeftOutCountsAsAtFirst() throws Exception {
        var model = copyOfModel("m.pt");
        var file = folder.resolve("short.graft");
        Files.writeString(file, """
            {"layergraft": 1, "model": {"file": "m.pt", "sha256": "%s"},
             "settings": {"ranks": 3, "switches": {"staticGraph": true}}}
            """.formatted(FileHash.of(model)));
        var read = ExperimentFile.read(file).saved();
        assertEquals(EditLog.EMPTY, read.log());
        assertEquals(
                new RunSettings(
                        3,
                        "auto",
                        Optional.empty(),
                        Optional.empty(),
                        RunSettings.DEFAULT.switches().withStaticGraph(true),
                        3,
                        0,
                        60),
                read.settings());
        var done = new ArrayList<Double>();
        assertEquals(ExperimentFile.Model.SAME, ExperimentFile.look(read, done::add));
        assertEquals(1, done.getLast(), "all of the model was read");
        assertEquals(done.stream().sorted().toList(), done);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PK                                   | is no experiment of Layergraft",
                "{}                                   | is no experiment of Layergraft",
                "[1]                                  | is no experiment of Layergraft",
                "{'layergraft': 'x'}                  | is no experiment of Layergraft",
                "{'layergraft': 2, 'more': 3}         | newer Layergraft (format 2; this one reads up to 1)",
                "{'layergraft': 1,                    | no JSON",
                "{'layergraft': 1}                    | model.sha256",
                "{'layergraft': 1, 'model': {'sha256': 'HASH'}} | model.file",
                "{'layergraft': 1, 'model': {'sha256': 'HASH', 'file': 'm.pt'}, 'edits': [{'op': 'paint'}]} |"
                        + " edits[0].op",
                "{'layergraft': 1, 'model': {'sha256': 'HASH', 'file': 'm.pt'}, 'settings': {'ranks': 0}} |"
                        + " settings.ranks",
                "{'layergraft': 1, 'model': {'sha256': 'HASH', 'file': 'm.pt'}, 'settings': {'ranks': 'x'}} |"
                        + " settings.ranks",
                "{'layergraft': 1, 'model': {'sha256': 'HASH', 'file': 'm.pt'}, 'settings': {'loss': {'kind': 'x'}}} |"
                        + " settings.loss",
                "{'layergraft': 1, 'model': {'sha256': 'HASH', 'file': 'm.pt'}, 'settings': {'switches':"
                        + " {'checkpoint': {'modules': null}}}} | settings.switches.checkpoint",
            })
    void whatMakesNoSenseIsToldWithItsPlaceAndWhatToDo(String text, String expected) throws Exception {
        var file = folder.resolve("wrong.graft");
        Files.writeString(file, text.replace('\'', '"').replace("HASH", "0".repeat(64)));
        var told = assertThrows(LayergraftException.class, () -> ExperimentFile.read(file));
        assertEquals(LayergraftException.Fault.INPUT, told.fault());
        assertTrue(told.getMessage().contains(expected), told.getMessage());
        assertTrue(told.getMessage().contains("wrong.graft"), told.getMessage());
    }

    @Test
    void aFileThatIsNoTextIsForeign() throws Exception {
        var file = Files.copy(SAMPLE, folder.resolve("model.graft"));
        var told = assertThrows(LayergraftException.class, () -> ExperimentFile.read(file));
        assertTrue(told.getMessage().contains("is no experiment"), told.getMessage());
    }

    @Test
    void aRunThatMakesNoSenseCostsOnlyItself() throws Exception {
        var experiment = edited(copyOfModel("m.pt"));
        var target = folder.resolve("one.graft");
        ExperimentFile.write(
                saved(experiment, SavedRuns.runs(experiment, List.of(0, 1, 2), RunSettings.DEFAULT)), target);
        List<Consumer<ObjectNode>> damages = List.of(
                run -> ((ObjectNode) run.get("result")).remove("coverage"),
                run -> run.remove("result"),
                run -> run.put("edits", 99),
                run -> ((ObjectNode) run.at("/result/verdict")).remove("sentence"),
                run -> ((ObjectNode) run.at("/result/coverage/0")).put("ranks", 7));
        var json = new ObjectMapper();
        for (var damage : damages) {
            var root = json.readTree(target.toFile());
            damage.accept((ObjectNode) root.at("/runs/1"));
            var damaged = folder.resolve("damaged.graft");
            json.writeValue(damaged.toFile(), root);
            var read = ExperimentFile.read(damaged);
            assertEquals(2, read.saved().runs().size());
            assertEquals(
                    List.of("damaged.graft", "2", "1"), read.notes().getFirst().arguments(), "the second run is named");
        }
    }

    @Test
    void allRunsThatMakeNoSenseAreNamedTogether() throws Exception {
        var experiment = edited(copyOfModel("m.pt"));
        var target = folder.resolve("one.graft");
        ExperimentFile.write(
                saved(experiment, SavedRuns.runs(experiment, List.of(0, 1, 2), RunSettings.DEFAULT)), target);
        var json = new ObjectMapper();
        var root = (ObjectNode) json.readTree(target.toFile());
        ((ObjectNode) root.at("/runs/0")).remove("result");
        ((ObjectNode) root.at("/runs/2")).remove("result");
        json.writeValue(target.toFile(), root);
        assertEquals(
                List.of("Runs 1, 3 in one.graft cannot be shown by this version and were left out. Run them again."),
                notes(target));
        root.put("runs", "x");
        json.writeValue(target.toFile(), root);
        assertEquals(List.of("one.graft: what it says of its runs makes no sense and was left out."), notes(target));
    }

    private static List<String> notes(Path file) throws Exception {
        var english = new Texts(Locale.ENGLISH);
        return ExperimentFile.read(file).notes().stream().map(english::get).toList();
    }

    @Test
    void aModelThatIsGoneOrAnotherIsNotOpenedSilently() throws Exception {
        var model = copyOfModel("m.pt");
        var experiment = edited(model);
        var target = folder.resolve("one.graft");
        ExperimentFile.write(saved(experiment, List.of()), target);
        Experiments.save(experiment, model);
        var other = assertThrows(LayergraftException.class, () -> Experiments.open(target));
        assertTrue(other.getMessage().contains("its content is another"), other.getMessage());
        assertEquals(
                ExperimentFile.Model.OTHER,
                ExperimentFile.look(ExperimentFile.read(target).saved()));
        Files.delete(model);
        var gone = assertThrows(LayergraftException.class, () -> Experiments.open(target));
        assertTrue(gone.getMessage().contains("is not at"), gone.getMessage());
        assertTrue(gone.getMessage().contains("m.pt"), gone.getMessage());
    }

    @Test
    void editsThatDoNotFitAnotherModelAreRefusedWithTheReason() throws Exception {
        var experiment = edited(copyOfModel("m.pt"));
        var foreign = Path.of(System.getProperty("layergraft.samples"), "co_dino_head.pt");
        var saved = saved(experiment, List.of()).of(foreign, FileHash.of(foreign));
        var refused = assertThrows(LayergraftException.class, () -> ExperimentFile.open(saved));
        assertTrue(refused.getMessage().contains("fc1"), refused.getMessage());
        assertTrue(
                refused.getMessage()
                        .startsWith("Edit 2 of " + saved.log().edits().size() + " does not fit co_dino_head.pt"),
                refused.getMessage());
    }

    @Test
    void writingIsWholeOrNotAtAll() throws Exception {
        var experiment = edited(copyOfModel("m.pt"));
        var target = folder.resolve("none/one.graft");
        var told = assertThrows(
                LayergraftException.class, () -> ExperimentFile.write(saved(experiment, List.of()), target));
        assertTrue(told.getMessage().contains("none does not exist. Create it"), told.getMessage());
        var taken = Files.createDirectory(folder.resolve("taken.graft"));
        Files.createFile(taken.resolve("something"));
        var refused = assertThrows(
                LayergraftException.class, () -> ExperimentFile.write(saved(experiment, List.of()), taken));
        assertTrue(
                refused.getMessage().endsWith("taken.graft: Is a directory. Choose another place."),
                refused.getMessage());
        var good = folder.resolve("one.graft");
        ExperimentFile.write(saved(experiment, List.of()), good);
        ExperimentFile.write(saved(experiment, List.of()), good);
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(f -> f.toString().endsWith(".tmp")));
        }
    }
}
