package org.layergraft.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    Path folder;

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> there() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whoMayReadItStaysAsItWasAndANewFileIsLikeAnyOther() throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path ordinary = Files.createFile(folder.resolve("ordinary"));
        Path mine = folder.resolve("mine");
        write(mine, "one");
        assertEquals(Files.getPosixFilePermissions(ordinary), Files.getPosixFilePermissions(mine));
        var group = PosixFilePermissions.fromString("rw-rw----");
        Files.setPosixFilePermissions(mine, group);
        write(mine, "two");
        assertEquals(group, Files.getPosixFilePermissions(mine));
        assertEquals("two", Files.readString(mine));
        assertEquals(List.of("mine", "ordinary"), there());
    }

    @Test
    void aLinkStaysOne() throws Exception {
        Path real = Files.writeString(folder.resolve("real"), "one");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        write(link, "two");
        assertEquals("two", Files.readString(real));
        assertEquals(real, Files.readSymbolicLink(link));
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws Exception {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.createFile(taken.resolve("something"));
        assertThrows(IOException.class, () -> write(taken, "one"));
        assertEquals(List.of("taken"), there());
    }
}
