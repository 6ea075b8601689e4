package org.layergraft.step.ddp;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Device;

/** Prints whether graphs are optimised on a thread that nobody has set up: before, in and after a recomputation. */
final class RecomputationElsewhere {

    private RecomputationElsewhere() {}

    public static void main(String[] none) throws InterruptedException {
        Loader.load(torch.class);
        torch.setGraphExecutorOptimize(false);
        Recomputation circumstances = Recomputation.here(Device.CPU);
        Thread other = new Thread(() -> {
            System.out.println(torch.getGraphExecutorOptimize());
            circumstances.run(() -> System.out.println(torch.getGraphExecutorOptimize()));
            System.out.println(torch.getGraphExecutorOptimize());
        });
        other.start();
        other.join();
    }
}
