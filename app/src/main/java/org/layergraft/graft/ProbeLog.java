package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.model.DType;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;

/** Reads what recorder.py wrote. */
final class ProbeLog {

    private final List<Long> log;
    private int at;

    private ProbeLog(List<Long> log) {
        this.log = log;
    }

    /**
     * One place in the code.
     *
     * @param spent nanoseconds in all, since whatever was looked at before
     */
    record Entry(Seen seen, long spent) {}

    /** By the number of the place in the code: for each its key, times, varies, time spent, length of what follows, and that. */
    static Map<Long, Entry> read(List<Long> log) {
        var reader = new ProbeLog(log);
        var entries = new HashMap<Long, Entry>();
        while (reader.at < log.size()) {
            long key = reader.next();
            long times = reader.next();
            boolean varies = reader.next() != 0;
            long spent = reader.next();
            int end = (int) reader.next() + reader.at;
            long count = reader.next();
            var tensors = new ArrayList<Seen.Tensor>();
            while (reader.at < end) {
                tensors.add(reader.tensor());
            }
            entries.put(key, new Entry(new Seen(tensors, count, times, varies), spent));
        }
        return entries;
    }

    private Seen.Tensor tensor() {
        var name = new StringBuilder();
        for (long left = next(); left > 0; left--) {
            name.appendCodePoint((int) next());
        }
        var dtype = dtype((int) next());
        long device = next();
        var sizes = new ArrayList<Long>();
        for (long left = next(); left > 0; left--) {
            sizes.add(next());
        }
        return new Seen.Tensor(name.toString(), new Shape(sizes), dtype, device < 0 ? "cpu" : "cuda:" + device);
    }

    private long next() {
        return log.get(at++);
    }

    /** Numbers of c10/core/ScalarType.h. */
    private static Optional<DType> dtype(int code) {
        return switch (code) {
            case 0 -> Optional.of(DType.UINT8);
            case 1 -> Optional.of(DType.INT8);
            case 2 -> Optional.of(DType.INT16);
            case 3 -> Optional.of(DType.INT32);
            case 4 -> Optional.of(DType.INT64);
            case 5 -> Optional.of(DType.FLOAT16);
            case 6 -> Optional.of(DType.FLOAT32);
            case 7 -> Optional.of(DType.FLOAT64);
            case 9 -> Optional.of(DType.COMPLEX64);
            case 10 -> Optional.of(DType.COMPLEX128);
            case 11 -> Optional.of(DType.BOOL);
            case 15 -> Optional.of(DType.BFLOAT16);
            default -> Optional.empty();
        };
    }
}
