package org.layergraft.step.ddp;

import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_nccl;
import org.layergraft.step.Devices;

/** What rank processes of this build can compute on. */
final class RankDevices {

    private RankDevices() {}

    /** Looks without making a context on any GPU. */
    static Devices find() {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Devices.Gpu> gpus = CudaDriver.gpus();
        if (gpus.isEmpty()) {
            return Devices.withoutGpu(cores, "No NVIDIA GPU found; everything runs on the CPU.");
        }
        String missing = loadNccl();
        if (!missing.isEmpty()) {
            return Devices.withoutGpu(cores, "Ranks cannot use the GPU: " + missing);
        }
        if (!torch.cuda_is_available()) {
            return Devices.withoutGpu(cores, "Ranks cannot use the GPU: its driver may be older than their CUDA.");
        }
        long version = torch.getCUDAHooks().versionCUDART();
        return new Devices(
                cores,
                List.of(),
                gpus.stream().limit(torch.cuda_device_count()).toList(),
                String.format("Ranks run on CUDA %d.%d with NCCL.", version / 1000, version % 1000 / 10));
    }

    /**
     * Loads, and unpacks if need be, what ranks on GPUs need besides libtorch.
     *
     * @return what is missing, as the system says it; empty where nothing is
     */
    static String loadNccl() {
        try {
            Loader.load(torch.class);
            Loader.load(torch_nccl.class);
            return "";
        } catch (LinkageError | RuntimeException missing) {
            Throwable cause = missing;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return String.valueOf(cause.getMessage());
        }
    }
}
