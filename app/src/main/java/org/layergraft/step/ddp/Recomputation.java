package org.layergraft.step.ddp;

import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Device;

/**
 * The circumstances of a forward: where the random numbers stand and whether autocast is on. A recomputation runs under the same ones,
 * with gradients enabled, and leaves everything as it found it. On a GPU it runs on another thread than the forward: autograd's own.
 */
final class Recomputation {

    private final Device device;
    private final RngState random;
    private final boolean autocast;
    private final torch.ScalarType autocastType;

    private Recomputation(Device device, RngState random, boolean autocast, torch.ScalarType autocastType) {
        this.device = device;
        this.random = random;
        this.autocast = autocast;
        this.autocastType = autocastType;
    }

    /** Call it before the forward. */
    static Recomputation here(Device device) {
        torch.DeviceType type = type(device);
        return new Recomputation(
                device, RngState.now(device), torch.is_autocast_enabled(type), torch.get_autocast_dtype(type));
    }

    void run(Runnable work) {
        torch.DeviceType type = type(device);
        RngState before = RngState.now(device);
        boolean autocastBefore = torch.is_autocast_enabled(type);
        torch.ScalarType typeBefore = torch.get_autocast_dtype(type);
        boolean gradients = GradMode.is_enabled();
        boolean optimizes = torch.getGraphExecutorOptimize();
        torch.increment_nesting();
        try {
            torch.setGraphExecutorOptimize(false);
            random.restore();
            torch.set_autocast_enabled(type, autocast);
            torch.set_autocast_dtype(type, autocastType);
            GradMode.set_enabled(true);
            work.run();
        } finally {
            GradMode.set_enabled(gradients);
            // Parameters that were cast here must not meet the next forward: they are the values before the optimizer's
            // step.
            if (torch.decrement_nesting() == 0) {
                torch.clear_cache();
            }
            torch.set_autocast_dtype(type, typeBefore);
            torch.set_autocast_enabled(type, autocastBefore);
            before.restore();
            torch.setGraphExecutorOptimize(optimizes);
        }
    }

    private static torch.DeviceType type(Device device) {
        return switch (device.kind()) {
            case CPU -> torch.DeviceType.CPU;
            case CUDA -> torch.DeviceType.CUDA;
        };
    }
}
