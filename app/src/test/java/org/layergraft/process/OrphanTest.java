package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.Scratch;

class OrphanTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void noChildAndNoFileOutlivesAParentThatIsKilled() throws Exception {
        assumeTrue(Files.isDirectory(TestRunner.CASES), "no reference cases beside this project");
        Path scratch = folder.resolve("scratch");
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlayergraft.home=" + Installation.find().home(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DoomedParent.class.getName(),
                        scratch.toString(),
                        TestRunner.CASES.resolve("relu-dead/model.pt").toString(),
                        "4",
                        "8")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = parent.inputReader()) {
            ProcessHandle engine =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            assertEquals("running", lines.readLine());
            assertTrue(engine.isAlive());
            parent.destroyForcibly().waitFor();
            assertTrue(within(Duration.ofSeconds(5), () -> !engine.isAlive()), "the engine outlived its parent");
            assertTrue(within(Duration.ofSeconds(5), () -> !Files.exists(scratch)), "files are left behind");
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void otherPeoplesFilesAreNeverDeleted() throws Exception {
        Path theirs = Files.writeString(folder.resolve("thesis.txt"), "important");
        Scratch.claim(folder).delete();
        assertTrue(Files.exists(theirs));
        Path own = folder.resolve("own");
        Scratch scratch = Scratch.claim(own);
        Files.writeString(Files.createDirectory(own.resolve("below")).resolve("file"), "x");
        scratch.delete();
        assertFalse(Files.exists(own));
    }

    private static boolean within(Duration limit, BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }
}
