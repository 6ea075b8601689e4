package org.layergraft.process;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.layergraft.step.Devices;
import org.layergraft.step.StepMessage;
import org.layergraft.text.LayergraftException;

/** Asks a rank process, which meets nobody and is gone afterwards, what ranks can compute on. */
final class RankDevices {

    private RankDevices() {}

    /** A process that says nothing finds nothing: the program can do without GPUs. The natives must be unpacked. */
    static Devices ask(ChildLauncher launcher) throws LayergraftException {
        int cores = Runtime.getRuntime().availableProcessors();
        BlockingQueue<ChildEvent> events = new LinkedBlockingQueue<>();
        try (ChildProcess child = launcher.start("devices", Installation.Kind.RANK, 1, List.of(), events::add)) {
            child.send(new StepMessage.FindDevices());
            while (true) {
                switch (events.poll((long) RankCrew.START_SECONDS, TimeUnit.SECONDS)) {
                    case null -> {
                        return Devices.withoutGpu(cores, "The rank processes do not say whether they can use a GPU.");
                    }
                    case ChildEvent.Said(StepMessage.FoundDevices(Devices found)) -> {
                        return found;
                    }
                    case ChildEvent.Said(StepMessage.Hello hello) -> Failures.checkVersion(hello, child);
                    case ChildEvent.Said(StepMessage _) -> {}
                    case ChildEvent.Ended(int code, String stderr) -> {
                        String words = stderr.lines().reduce("", (_, later) -> later);
                        return Devices.withoutGpu(
                                cores, "A rank process that looked for GPUs ended (exit code " + code + "): " + words);
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        }
    }
}
