package org.layergraft.step.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.layergraft.step.Devices;

/** What this process can compute on. What ranks can use is theirs to say. */
final class EngineDevices {

    private static final Path DRIVER = Path.of("/proc/driver/nvidia/gpus");

    private EngineDevices() {}

    static Devices find(Engine engine) {
        int cores = Runtime.getRuntime().availableProcessors();
        int usable = gpus(engine);
        if (usable > 0) {
            List<Devices.Gpu> gpus = new ArrayList<>();
            for (int index = 0; index < usable; index++) {
                long memory = CudaUtils.getGpuMemory(Device.gpu(index)).getMax();
                gpus.add(new Devices.Gpu(index, name(index), memory));
            }
            return new Devices(
                    cores,
                    gpus,
                    List.of(),
                    "CUDA " + CudaUtils.getCudaVersionString()
                            + " is usable on one device; ranks on GPUs need a build made with -Pcuda.");
        }
        return Devices.withoutGpu(cores, whyNot());
    }

    /** DJL also counts GPUs that its libtorch, built for CPUs, cannot use. */
    static int gpus(Engine engine) {
        return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    }

    private static String whyNot() {
        if (Files.isDirectory(DRIVER)) {
            return "An NVIDIA driver is installed, but this build carries libtorch for CPUs only; ranks on GPUs need"
                    + " one made with -Pcuda.";
        }
        return "No NVIDIA GPU found; everything runs on the CPU.";
    }

    private static String name(int index) {
        try (Stream<Path> cards = Files.list(DRIVER)) {
            List<Path> inOrder = cards.sorted().toList();
            if (index < inOrder.size()) {
                return Files.readAllLines(inOrder.get(index).resolve("information")).stream()
                        .filter(line -> line.startsWith("Model:"))
                        .map(line -> line.substring("Model:".length()).strip())
                        .findFirst()
                        .orElse("GPU " + index);
            }
        } catch (IOException _) {
            // The driver of this system keeps no such folder; the index has to do.
        }
        return "GPU " + index + " (compute capability " + CudaUtils.getComputeCapability(index) + ")";
    }
}
