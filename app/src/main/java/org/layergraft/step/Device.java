package org.layergraft.step;

/** Where a rank computes. */
public record Device(Kind kind, int index) {
    public static final Device CPU = new Device(Kind.CPU, 0);

    public enum Kind {
        CPU,
        CUDA
    }

    public static Device cuda(int index) {
        return new Device(Kind.CUDA, index);
    }

    /** {@code cpu} or {@code cuda:1}. */
    public String torchName() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
