package org.layergraft.cli;

import org.layergraft.experiment.RunService;
import org.layergraft.experiment.ScratchSpace;
import org.layergraft.process.Installation;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;

/** The child processes of one command, and the files they need; both are gone when it closes. */
record Engine(RunService runs, StepRunner runner, ScratchSpace scratch) implements AutoCloseable {

    /** How commands get theirs; tests give another. */
    @FunctionalInterface
    interface Source {
        Engine open() throws LayergraftException;
    }

    static Engine local() throws LayergraftException {
        Installation installation = Installation.find();
        ScratchSpace scratch = ScratchSpace.open();
        return with(new LocalStepRunner(installation, scratch.directory().resolve("runs")), scratch);
    }

    static Engine with(StepRunner runner, ScratchSpace scratch) {
        return new Engine(new RunService(runner, scratch), runner, scratch);
    }

    @Override
    public void close() {
        runner.close();
        scratch.close();
    }
}
