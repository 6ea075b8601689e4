package org.layergraft.step;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What child processes found on this machine. The run on one device and the ranks compute with different builds of libtorch, so that
 * a GPU may serve one of them and not the other.
 *
 * @param single GPUs that the run on one device can use
 * @param ranks GPUs that ranks can use together, with NCCL
 * @param note says, in words, why CUDA is or is not usable
 */
public record Devices(int cores, List<Gpu> single, List<Gpu> ranks, String note) {

    public record Gpu(int index, String name, long memoryBytes) {}

    public Devices {
        single = List.copyOf(single);
        ranks = List.copyOf(ranks);
    }

    public static Devices withoutGpu(int cores, String note) {
        return new Devices(cores, List.of(), List.of(), note);
    }

    /** Every GPU that serves anything, by index. */
    public List<Gpu> gpus() {
        return Stream.concat(
                        ranks.stream(),
                        single.stream().filter(own -> ranks.stream().noneMatch(gpu -> gpu.index() == own.index())))
                .sorted(Comparator.comparingInt(Gpu::index))
                .toList();
    }

    /** Whether ranks can meet on GPUs. */
    public boolean nccl() {
        return !ranks.isEmpty();
    }

    /** Whether the run on one device can use this GPU. */
    public boolean servesSingle(int index) {
        return single.stream().anyMatch(gpu -> gpu.index() == index);
    }
}
