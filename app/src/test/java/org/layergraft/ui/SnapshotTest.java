package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;

class SnapshotTest {

    private static final Path SAMPLE = Path.of("samples", "co_dino_head_class_embed.pt");

    @Test
    void paintsTheWindowInBothThemesAndLanguages() throws Exception {
        var experiment = Experiments.open(SAMPLE);
        var result = Optional.of(TestRuns.check(experiment, RunSettings.DEFAULT, Set.of("class_embed")));
        for (Locale language : java.util.List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            for (boolean dark : new boolean[] {false, true}) {
                Path out =
                        Path.of("target", "snapshots", language.getLanguage() + (dark ? "-dark" : "-light") + ".png");
                Snapshot.take(new Snapshot.Picture(experiment, result, out, 1280, 800, dark, language));
                var image = ImageIO.read(out.toFile());
                assertEquals(1280, image.getWidth());
                assertEquals(800, image.getHeight());
                int corner = image.getRGB(1270, 790) & 0xff;
                assertTrue(dark ? corner < 0x60 : corner > 0xa0, "the theme is the one that was asked for");
            }
        }
    }
}
