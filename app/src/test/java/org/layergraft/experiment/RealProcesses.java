package org.layergraft.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.layergraft.process.Installation;
import org.layergraft.process.LocalStepRunner;

/** The engine and the ranks as real child processes, for all tests of a class. */
final class RealProcesses implements BeforeAllCallback, AfterAllCallback {

    private LocalStepRunner runner;
    private ScratchSpace scratch;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        scratch = ScratchSpace.open();
        runner = new LocalStepRunner(Installation.find(), Files.createTempDirectory("layergraft-runner"));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        runner.close();
        scratch.close();
    }

    LocalStepRunner runner() {
        return runner;
    }

    ScratchSpace scratch() {
        return scratch;
    }

    RunService service() {
        return new RunService(runner, scratch);
    }

    static Path sample() {
        return Path.of(System.getProperty("layergraft.samples", "samples"), "mini_mlp.pt");
    }
}
