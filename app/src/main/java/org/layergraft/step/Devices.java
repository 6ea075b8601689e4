package org.layergraft.step;

import java.util.List;

/** What a child process found on this machine. {@code note} says, in words, why CUDA is or is not usable. */
public record Devices(int cores, List<Gpu> gpus, boolean nccl, String note) {
    public record Gpu(int index, String name, long memoryBytes) {}
}
