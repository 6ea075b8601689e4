package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelWatchTest {

    @TempDir
    Path folder;

    private Path file;
    private OpenedModel model;
    private final List<ModelWatch.Change> told = new ArrayList<>();
    private ModelWatch watch;

    @BeforeEach
    void open() throws Exception {
        file = Files.writeString(folder.resolve("m.pt"), "as opened");
        model = new OpenedModel(file);
        model.hash();
        watch = new ModelWatch(() -> model, (_, change) -> told.add(change));
        watch.look();
    }

    private void write(String text, int second) throws Exception {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(2_000_000_000L + second)));
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    @Test
    void aChangeIsToldOnceAndOnlyWhenItIsOver() throws Exception {
        look(3);
        assertEquals(List.of(), told);
        write("half", 1);
        watch.look();
        write("half and more", 2);
        watch.look();
        assertEquals(List.of(), told, "it is still being written");
        look(3);
        assertEquals(List.of(ModelWatch.Change.ANOTHER), told);
        write("again another", 3);
        look(3);
        assertEquals(List.of(ModelWatch.Change.ANOTHER, ModelWatch.Change.ANOTHER), told);
    }

    @Test
    void aFileThatWasOnlyTouchedIsTheSame() throws Exception {
        write("as opened", 1);
        look(3);
        assertEquals(List.of(), told);
        write("other", 2);
        look(3);
        assertEquals(List.of(ModelWatch.Change.ANOTHER), told);
    }

    @Test
    void aFileThatIsGoneIsToldAndAlsoThatAnotherCameBack() throws Exception {
        Files.delete(file);
        watch.look();
        assertEquals(List.of(), told, "perhaps it is only being replaced");
        look(3);
        assertEquals(List.of(ModelWatch.Change.GONE), told);
        write("other", 1);
        look(3);
        assertEquals(List.of(ModelWatch.Change.GONE, ModelWatch.Change.ANOTHER), told);
    }

    @Test
    void thatTheFileIsAsItWasIsToldOnceWhetherItWasAnotherOrGone() throws Exception {
        var modified = Files.getLastModifiedTime(file);
        write("other", 1);
        look(3);
        Files.writeString(file, "as opened");
        Files.setLastModifiedTime(file, modified);
        look(3);
        assertEquals(List.of(ModelWatch.Change.ANOTHER, ModelWatch.Change.BACK), told);
        told.clear();
        Files.delete(file);
        look(3);
        write("as opened", 2);
        look(3);
        assertEquals(List.of(ModelWatch.Change.GONE, ModelWatch.Change.BACK), told, "with another date");
    }

    @Test
    void whatIsOpenedNextIsWatchedFromAnew() throws Exception {
        write("other", 1);
        look(2);
        model = new OpenedModel(file);
        model.hash();
        look(3);
        assertEquals(List.of(ModelWatch.Change.ANOTHER), told);
        write("as opened", 2);
        look(3);
        assertEquals(List.of(ModelWatch.Change.ANOTHER, ModelWatch.Change.ANOTHER), told);
    }
}
