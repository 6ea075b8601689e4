package org.layergraft.step.ddp;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Device;

/**
 * Where the random numbers of a process stand: of the CPU, and of the rank's GPU where it has one (torch/utils/checkpoint.py,
 * {@code preserve_rng_state}).
 */
final class RngState {

    private final Device device;
    private final Tensor host;
    /** Equal to {@link #host} on a CPU rank. */
    private final Tensor gpu;

    private RngState(Device device, Tensor host, Tensor gpu) {
        this.device = device;
        this.host = host;
        this.gpu = gpu;
    }

    static RngState now(Device device) {
        Tensor host = Natives.keep(torch.getDefaultCPUGenerator().get_state());
        return new RngState(
                device,
                host,
                device.kind() == Device.Kind.CPU
                        ? host
                        : Natives.keep(generator(device).get_state()));
    }

    /** From here on the same numbers are drawn as from there. */
    void restore() {
        torch.getDefaultCPUGenerator().set_state(host);
        if (device.kind() == Device.Kind.CUDA) {
            generator(device).set_state(gpu);
        }
    }

    private static Generator generator(Device device) {
        return torch.globalContext().defaultGenerator(new org.bytedeco.pytorch.Device(device.torchName()));
    }
}
