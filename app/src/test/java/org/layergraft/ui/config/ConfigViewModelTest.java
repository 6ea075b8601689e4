package org.layergraft.ui.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.config.Assignment;
import org.layergraft.text.Problem;
import org.layergraft.ui.SlowTasks;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Question;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.config.ReviewViewModel.Proposal;
import org.layergraft.ui.config.ReviewViewModel.Way;

class ConfigViewModelTest {

    @TempDir
    Path folder;

    private final Told told = new Told();
    private final SlowTasks slow = new SlowTasks();

    private static final class Told implements ConfigViewModel.Surroundings {
        final List<Path> opened = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        final List<Question> asked = new ArrayList<>();

        @Override
        public void opened(Path file) {
            opened.add(file);
        }

        @Override
        public void list(Tone tone, Problem text) {
            said.add(tone + " " + text.key());
        }

        @Override
        public void tell(Tone tone, Problem text) {
            said.add(tone + " " + text.key());
        }

        @Override
        public void ask(Question question) {
            asked.add(question);
        }

        @Override
        public void withdraw(String about) {
            asked.removeIf(q -> q.about().equals(about));
        }
    }

    private ConfigViewModel model(Tasks tasks) {
        return new ConfigViewModel(tasks, new Words(Locale.ENGLISH), told);
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Optional<Path> open(ConfigViewModel model) {
        return model.configProperty().get().map(r -> r.config().top().path());
    }

    @Test
    void whatWasWantedLastIsShown() throws Exception {
        var model = model(slow);
        Path one = write("one.py", "find_unused_parameters = True\n");
        Path two = write("two.py", "find_unused_parameters = False\n");
        model.open(one);
        model.open(two);
        assertTrue(model.work().busyProperty().get()
                && model.work().cancellableProperty().get());
        slow.finish();
        assertEquals(Optional.of(two), open(model));
        assertEquals(List.of(two), told.opened);
        assertFalse(model.work().busyProperty().get());
    }

    @Test
    void whatIsCancelledIsNotShownAndTheOneBeforeIsReloaded() throws Exception {
        var model = model(slow);
        Path one = write("one.py", "find_unused_parameters = True\n");
        model.open(one);
        slow.finish();
        model.open(write("two.py", "train_cfg = dict()\n"));
        model.cancel();
        assertFalse(model.work().busyProperty().get());
        slow.finish();
        assertEquals(Optional.of(one), open(model));
        model.reload();
        slow.finish();
        assertEquals(Optional.of(one), open(model));
        assertEquals(List.of(one), told.opened, "it was open already");
    }

    @Test
    void whatIsNotThereIsAProblemAndNothingElse() throws Exception {
        var model = model(new InlineTasks());
        model.open(folder.resolve("none.py"));
        assertEquals("read.missing", model.problemProperty().get().orElseThrow().key());
        assertEquals(Optional.empty(), open(model));
        assertTrue(model.reloadable().get());
        write("none.py", "train_cfg = dict()\n");
        model.reload();
        assertTrue(open(model).isPresent() && model.problemProperty().get().isEmpty());
    }

    @Test
    void opaquePartsAreListedWithTheirPlace() throws Exception {
        var model = model(new InlineTasks());
        model.open(write(
                "one.py", "find_unused_parameters = __import__('os').getcwd()\nwith open('x') as f:\n    b = f\n"));
        var note = model.lists().findings().stream()
                .filter(f -> f.finding().id().equals("note"))
                .findFirst()
                .orElseThrow();
        assertEquals(2, note.places().getFirst().line());
        assertEquals(
                "__import__('os').getcwd()",
                model.lists().settings().getFirst().shown(),
                "its source stands for what nobody knows");
        var lines = SourceLine.of(
                Excerpt.of(note.places())
                        .text(model.configProperty().get().orElseThrow().config()),
                Excerpt.of(note.places()).span());
        assertEquals(
                List.of(
                        new SourceLine("2", "with open('x') as f:", "place"),
                        new SourceLine("3", "    b = f", "place")),
                lines.stream().filter(l -> l.style().equals("place")).toList());
    }

    @Test
    void theFilterNarrowsAllThree() throws Exception {
        var model = model(new InlineTasks());
        write("base.py", "find_unused_parameters = False\n");
        model.open(write(
                "one.py",
                "_base_ = 'base.py'\nfind_unused_parameters = True\nmodel = dict(backbone=dict(with_cp=True))\n"));
        assertEquals(2, model.lists().files().size());
        model.lists().filterProperty().set("WITH_CP");
        assertEquals(1, model.lists().settings().size());
        assertTrue(model.lists().findings().stream().allMatch(f -> f.toString().contains("with_cp")));
        assertEquals(0, model.lists().files().size());
        assertEquals(2, model.lists().count(ConfigLists.Part.SETTINGS), "the count is of all");
    }

    @Test
    void theWatchReadsAgainWhatIsAnotherAndHasStoppedChanging() throws Exception {
        var model = model(new InlineTasks());
        Path base = write("base.py", "find_unused_parameters = False\n");
        model.open(write("one.py", "_base_ = 'base.py'\n"));
        var watch = new ConfigWatch(model, new InlineTasks());
        watch.look();
        watch.look();
        var first = model.configProperty().get().orElseThrow();
        Files.setLastModifiedTime(base, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
        watch.look();
        watch.look();
        assertEquals(first, model.configProperty().get().orElseThrow(), "it was only touched");
        Files.writeString(base, "find_unused_parameters = True\n");
        watch.look();
        assertFalse(model.configProperty().get().orElseThrow().effective().findUnusedParameters(), "not yet");
        watch.look();
        assertTrue(model.configProperty().get().orElseThrow().effective().findUnusedParameters());
        assertEquals(List.of("NEUTRAL config.reread"), told.said);
        Files.delete(base);
        watch.look();
        watch.look();
        assertEquals(
                "read.missingBase", model.problemProperty().get().orElseThrow().key());
        assertTrue(open(model).isPresent(), "what was read stays");
    }

    @Test
    void theFirstWayThatWorksIsPicked() throws Exception {
        var model = model(new InlineTasks());
        write("base.py", "model = dict(heads=[dict(with_cp=True)])\n");
        model.open(write("one.py", "_base_ = 'base.py'\n"));
        var review = ReviewViewModel.of(
                        model, List.of(Assignment.set("model.heads.0.with_cp", false)), new InlineTasks())
                .orElseThrow();
        assertTrue(review.proposalOf(Way.FILE).get() instanceof Proposal.Refused, "an element of a base's list");
        assertTrue(review.proposalOf(Way.NEW).get() instanceof Proposal.Refused);
        assertTrue(review.proposalOf(Way.BASES).get() instanceof Proposal.Write);
        assertFalse(review.shownProperty().get() instanceof Proposal.Refused, "something that works is shown first");
    }

    @Test
    void aNewFileNeedsAName() throws Exception {
        var model = model(new InlineTasks());
        model.open(write("one.py", "find_unused_parameters = False\n"));
        write("one_layergraft.py", "");
        var review = ReviewViewModel.of(
                        model, List.of(Assignment.set("find_unused_parameters", true)), new InlineTasks())
                .orElseThrow();
        assertEquals("one_layergraft2.py", review.newFileProperty().get());
        review.wayProperty().set(Way.NEW);
        assertTrue(review.writable().get());
        for (String wrong : List.of("one.py", "", "sub\u0000dir.py", "three.txt")) {
            review.newFileProperty().set(wrong);
            assertTrue(review.shownProperty().get() instanceof Proposal.Refused, wrong);
            assertFalse(review.writable().get(), wrong);
        }
        review.newFileProperty().set("three.py");
        review.write();
        assertTrue(review.doneProperty().get());
        assertEquals(Optional.of(folder.resolve("three.py")), open(model));
        assertEquals(
                List.of("config.written.inherits"),
                told.asked.stream().map(q -> q.text().key()).toList());
    }

    @Test
    void whatWasSaidOfOneConfigIsNotSaidBesideAnother() throws Exception {
        var model = model(new InlineTasks());
        Path file = write("one.py", "find_unused_parameters = False\n");
        model.open(file);
        ReviewViewModel.of(model, List.of(Assignment.set("find_unused_parameters", true)), new InlineTasks())
                .orElseThrow()
                .write();
        model.open(file);
        assertEquals(1, told.asked.size(), "the same once more");
        model.open(write("two.py", "train_cfg = dict()\n"));
        assertEquals(List.of(), told.asked);
        model.undo();
        assertEquals("find_unused_parameters = False\n", Files.readString(file), "it can be taken back all the same");
    }

    @Test
    void takingBackIsRefusedOnceTheFileIsAnother() throws Exception {
        var model = model(new InlineTasks());
        Path file = write("one.py", "find_unused_parameters = False\n");
        model.open(file);
        var review = ReviewViewModel.of(
                        model, List.of(Assignment.set("find_unused_parameters", true)), new InlineTasks())
                .orElseThrow();
        review.write();
        assertTrue(model.undoable().get());
        Files.writeString(file, "find_unused_parameters = True  # mine\n");
        model.undo();
        assertEquals(List.of("BAD write.changed"), told.said);
        assertEquals("find_unused_parameters = True  # mine\n", Files.readString(file));
        Files.writeString(file, "find_unused_parameters = True\n");
        model.undo();
        assertEquals("find_unused_parameters = False\n", Files.readString(file));
        assertFalse(model.undoable().get());
    }

    @Test
    void aPlaceOfSeveralLinesIsMarkedWholeWhateverEndsItsLines() throws Exception {
        var model = model(new InlineTasks());
        model.open(write("one.py", "model = dict(\r\n    train_cfg=dict(\r\n        with_cp=True))\r\n"));
        var report = model.configProperty().get().orElseThrow();
        var span = report.config().at("model").orElseThrow().site().whole();
        var lines = SourceLine.of(report.config().top().text(), Optional.of(span));
        assertEquals(
                List.of("place", "place", "place", ""),
                lines.stream().map(SourceLine::style).toList());
        assertEquals("model = dict(", lines.getFirst().text());
    }
}
