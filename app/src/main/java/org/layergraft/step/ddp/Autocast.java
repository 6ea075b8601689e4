package org.layergraft.step.ddp;

import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Device;

/**
 * {@code with torch.autocast(device, dtype=torch.bfloat16):} as a block of Java (torch/amp/autocast_mode.py, {@code __enter__} and
 * {@code __exit__}). It is the thread's state that changes, so operators run by the TorchScript interpreter are cast as well. Which
 * ones compute in bfloat16 is libtorch's list for the device (aten/src/ATen/autocast_mode.cpp); on the CPU they run the same
 * kernels' bfloat16 versions, which older processors have only in software. Parameters keep their type and so do their gradients.
 */
final class Autocast implements AutoCloseable {

    private static final Autocast OFF = new Autocast(null, false, null);

    private final torch.DeviceType device;
    private final boolean wasOn;
    private final torch.ScalarType wasType;

    private Autocast(torch.DeviceType device, boolean wasOn, torch.ScalarType wasType) {
        this.device = device;
        this.wasOn = wasOn;
        this.wasType = wasType;
    }

    /** @param bf16 false: the block changes nothing */
    static Autocast of(boolean bf16, Device device) {
        if (!bf16) {
            return OFF;
        }
        torch.DeviceType type =
                switch (device.kind()) {
                    case CPU -> torch.DeviceType.CPU;
                    case CUDA -> torch.DeviceType.CUDA;
                };
        Autocast block = new Autocast(type, torch.is_autocast_enabled(type), torch.get_autocast_dtype(type));
        torch.set_autocast_enabled(type, true);
        torch.set_autocast_dtype(type, torch.ScalarType.BFloat16);
        torch.increment_nesting();
        return block;
    }

    @Override
    public void close() {
        if (this == OFF) {
            return;
        }
        // Parameters cast once are kept until here; after the optimizer's step these copies would be stale.
        if (torch.decrement_nesting() == 0) {
            torch.clear_cache();
        }
        torch.set_autocast_enabled(device, wasOn);
        torch.set_autocast_dtype(device, wasType);
    }
}
