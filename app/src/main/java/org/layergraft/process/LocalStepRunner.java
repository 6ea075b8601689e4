package org.layergraft.process;

import java.nio.file.Path;
import java.util.List;
import org.layergraft.step.Devices;
import org.layergraft.step.ModelDescription;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;

/** Runs plans in child processes on this machine. Thread-safe; one question at a time goes to the engine. */
public final class LocalStepRunner implements StepRunner {

    private final ChildLauncher launcher;
    private final EngineClient engine;
    private final Cancellation closing = new Cancellation();

    /** @param scratch folder that children delete when this JVM is killed */
    public LocalStepRunner(Installation installation, Path scratch) {
        launcher = new ChildLauncher(installation, scratch);
        engine = new EngineClient(launcher);
    }

    /** Starts the engine and unpacks the ranks' natives in the background, so that the first run need not wait for either. */
    public void warmUp() {
        Thread.ofPlatform().daemon().name("warm-up").start(() -> {
            try {
                engine.warm();
                new RankNatives(launcher.installation()).prepare();
            } catch (LayergraftException _) {
                // The first run meets the same obstacle and tells the user.
            }
        });
    }

    @Override
    public ModelDescription describe(Path model, Cancellation cancel) throws LayergraftException {
        return engine.ask(
                        new StepMessage.Describe(model), StepMessage.Described.class, Progress.SILENT, closedBy(cancel))
                .description();
    }

    @Override
    public Devices devices() throws LayergraftException {
        return engine.ask(new StepMessage.FindDevices(), StepMessage.FoundDevices.class, Progress.SILENT, closing)
                .devices();
    }

    @Override
    public SingleReport single(StepPlan plan, Progress progress, Cancellation cancel) throws LayergraftException {
        return engine.ask(new StepMessage.RunSingle(plan), StepMessage.SingleDone.class, progress, closedBy(cancel))
                .report();
    }

    @Override
    public List<RankReport> ranks(StepPlan plan, Progress progress, Cancellation cancel) throws LayergraftException {
        new RankNatives(launcher.installation()).prepare();
        return new RankRun(launcher, plan, progress, closedBy(cancel)).run();
    }

    @Override
    public void close() {
        closing.cancel();
        engine.close();
    }

    private Cancellation closedBy(Cancellation cancel) {
        closing.onCancel(cancel::cancel);
        return cancel;
    }
}
