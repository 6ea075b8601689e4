package org.layergraft.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.torchscript.PythonTorch;

/** What samples/capture.py records of real training, and that training does not notice. */
class CaptureScriptTest {

    private static final Path SAMPLES = Path.of("samples").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void recordsWhatHappensAndChangesNothing() throws IOException, InterruptedException, URISyntaxException {
        PythonTorch.assumePresent();
        Path script = Path.of(getClass().getResource("check_capture.py").toURI());
        String printed = PythonTorch.run(script.toString(), SAMPLES, folder);
        assertEquals(11, printed.lines().filter(l -> l.startsWith("passed")).count(), printed);
    }
}
