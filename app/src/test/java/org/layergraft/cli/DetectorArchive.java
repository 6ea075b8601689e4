package org.layergraft.cli;

import java.nio.file.Path;
import org.layergraft.torchscript.PythonTorch;

/** A small torchvision Faster R-CNN, scripted by a real PyTorch; the test is skipped where there is none. */
public final class DetectorArchive {

    private DetectorArchive() {}

    /** @return {@code detector.pt} with its inputs and loss inside; {@code bare.pt} beside it has neither */
    public static Path make(Path folder) throws Exception {
        PythonTorch.assumePresent("torchvision");
        Path detector = folder.resolve("detector.pt");
        PythonTorch.run(
                Path.of(DetectorArchive.class.getResource("detector.py").toURI())
                        .toString(),
                detector,
                folder.resolve("bare.pt"));
        return detector;
    }
}
