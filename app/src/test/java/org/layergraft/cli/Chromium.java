package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Pages as a browser paints them. */
final class Chromium {

    private Chromium() {}

    /** Where there is none, the test is skipped. */
    static String find() {
        var found = Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(p -> Path.of(p, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), "skipped: no chromium");
        return found.orElseThrow().toString();
    }

    /** @param folder for what it keeps meanwhile */
    static void photograph(String chromium, Path page, Path picture, Path folder) throws Exception {
        Files.createDirectories(picture.getParent());
        Files.deleteIfExists(picture);
        var process = new ProcessBuilder(
                        chromium,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--window-size=1100,1600",
                        "--screenshot=" + picture.toAbsolutePath(),
                        page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.txt").toFile())
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "chromium ends");
        assertTrue(Files.exists(picture), () -> "chromium painted nothing");
    }

    /** Of the uppermost 400 rows, without opacity. */
    static Set<Integer> colours(BufferedImage image) {
        var colours = new HashSet<Integer>();
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y) & 0xFFFFFF);
            }
        }
        return colours;
    }
}
