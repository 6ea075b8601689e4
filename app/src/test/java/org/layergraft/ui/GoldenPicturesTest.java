package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.text.Font;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.layergraft.step.Devices;

/**
 * The window looks as it did: every sample after a run, light, dark, in Chinese, small and large, compared with pictures in {@code
 * app/src/test/resources/golden}. Where it was changed on purpose, {@code -Dlayergraft.golden=renew} writes them anew ({@code =runs}
 * the runs they show as well); look at every one before it is committed. What was seen instead, with the differences in red, is left in
 * {@code target/golden}.
 *
 * <p>Skipped with a notice where the fonts of these pictures are missing.
 */
class GoldenPicturesTest {

    private static final Path FOLDER = Path.of("app", "src", "test", "resources", "golden");
    private static final Path SEEN = Path.of("target", "golden");
    private static final String RENEW = System.getProperty("layergraft.golden", "");
    private static final List<String> FONTS = List.of("DejaVu Sans", "Noto Sans CJK SC");

    private record Look(String name, int width, int height, boolean dark, Locale language) {}

    private static final List<Look> LOOKS = List.of(
            new Look("light", 1280, 800, false, Locale.ENGLISH),
            new Look("dark", 1280, 800, true, Locale.ENGLISH),
            new Look("chinese", 1280, 800, false, Locale.SIMPLIFIED_CHINESE),
            new Look("large", 2560, 1440, false, Locale.ENGLISH));

    private record Golden(Path sample, Look look) {
        String file() {
            return GoldenRuns.name(sample) + "-" + look.name() + ".png";
        }

        @Override
        public String toString() {
            return file();
        }
    }

    static Stream<Golden> pictures() {
        return Samples.find().stream().flatMap(sample -> LOOKS.stream().map(look -> new Golden(sample, look)));
    }

    @BeforeAll
    static void runs() throws Exception {
        Fx.start();
        List<String> installed = Font.getFamilies();
        assumeTrue(
                installed.containsAll(FONTS),
                "skipped: the pictures were made with " + FONTS + " (fonts-dejavu-core, fonts-noto-cjk)");
        if (RENEW.equals("runs")) {
            Files.createDirectories(FOLDER);
            for (Path sample : Samples.find()) {
                new GoldenRuns(FOLDER).renew(sample);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void looksAsItDid(Golden golden) throws Exception {
        BufferedImage found = painted(golden);
        Path kept = FOLDER.resolve(golden.file());
        if (!RENEW.isEmpty()) {
            // What looks the same is left as it is, so that the repository does not grow by nothing.
            if (!Files.exists(kept) || !PictureCompare.of(read(kept), found).same()) {
                write(found, kept);
            }
            return;
        }
        assertTrue(Files.exists(kept), () -> kept + " is missing; make it with -Dlayergraft.golden=renew");
        var difference = PictureCompare.of(read(kept), found);
        if (!difference.same()) {
            write(difference.marked(), SEEN.resolve(golden.file().replace(".png", "-differs.png")));
        }
        assertTrue(
                difference.same(),
                () -> "%s looks otherwise in %d cells of 4 pixels: see %s; if that is meant, -Dlayergraft.golden=renew"
                        .formatted(golden, difference.cells(), SEEN));
    }

    @Test
    void nothingElseIsKept() throws Exception {
        var wanted = Stream.concat(
                        pictures().map(Golden::file), Samples.find().stream().map(s -> GoldenRuns.name(s) + ".graft"))
                .sorted()
                .toList();
        try (Stream<Path> kept = Files.list(FOLDER)) {
            assertTrue(
                    wanted.containsAll(kept.map(f -> f.getFileName().toString()).toList()),
                    "one picture per sample and look, and one run per sample");
        }
    }

    private static BufferedImage painted(Golden golden) throws Exception {
        var shown = new GoldenRuns(FOLDER).of(golden.sample());
        Look look = golden.look();
        Path out = SEEN.resolve(golden.file());
        Snapshot.take(
                new Snapshot.Picture(
                        shown.experiment(),
                        Optional.of(shown.result()),
                        out,
                        look.width(),
                        look.height(),
                        look.dark(),
                        look.language()),
                Devices.withoutGpu(8, ""));
        return read(out);
    }

    private static BufferedImage read(Path file) throws Exception {
        return ImageIO.read(file.toFile());
    }

    /** As small as PNG goes. */
    private static void write(BufferedImage image, Path file) throws Exception {
        Files.createDirectories(file.getParent());
        var opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        opaque.createGraphics().drawImage(image, 0, 0, null);
        var writer = ImageIO.getImageWritersByFormatName("png").next();
        var how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0);
        Files.deleteIfExists(file);
        try (var out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(opaque, null, null), how);
        } finally {
            writer.dispose();
        }
    }
}
