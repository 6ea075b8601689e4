package org.layergraft.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.layergraft.step.Device;
import org.layergraft.step.Devices;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * Where runs compute.
 *
 * @param single of the plain run
 * @param ranks one per rank
 * @param note what a user should know about the choice
 */
record DeviceChoice(Device single, List<Device> ranks, Optional<Problem> note) {

    private static final String AREA = "experiment";

    DeviceChoice {
        ranks = List.copyOf(ranks);
    }

    /** CPU needs no look at the machine. */
    static boolean needsDevices(String wanted) {
        return !wanted.equals("cpu");
    }

    /** @throws LayergraftException INPUT where the words mean nothing, on whatever machine */
    static void checkForm(String wanted, int ranks) throws LayergraftException {
        if (!wanted.equals("auto") && !wanted.equals("cpu")) {
            indices(wanted, ranks);
        }
    }

    /** @param wanted {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:0,1}; ranks that are given one GPU share it */
    static DeviceChoice of(String wanted, int ranks, Devices found) throws LayergraftException {
        if (wanted.equals("cpu")) {
            return onCpu(ranks, Device.CPU, Optional.empty());
        }
        if (wanted.equals("auto")) {
            return automatic(ranks, found);
        }
        List<Integer> indices = indices(wanted, ranks);
        if (found.gpus().isEmpty()) {
            throw LayergraftException.input(AREA, "device.none", wanted, inPassing(found.note()));
        }
        for (int index : indices) {
            if (found.gpus().stream().noneMatch(g -> g.index() == index)) {
                throw LayergraftException.input(
                        AREA, "device.few", wanted, ranks, found.gpus().size());
            }
        }
        if (indices.size() < ranks) {
            throw LayergraftException.input(AREA, "device.few", wanted, ranks, indices.size());
        }
        for (int index : indices) {
            if (found.ranks().stream().noneMatch(g -> g.index() == index)) {
                throw LayergraftException.input(AREA, "device.nccl", wanted, inPassing(found.note()));
            }
        }
        return onCuda(indices.subList(0, ranks), found);
    }

    /** The note is a sentence of its own; within another it loses its full stop. */
    private static String inPassing(String note) {
        return note.strip().replaceFirst("[.。]$", "");
    }

    private static DeviceChoice automatic(int ranks, Devices found) {
        if (found.gpus().isEmpty()) {
            return onCpu(ranks, Device.CPU, Optional.empty());
        }
        List<Integer> indices = found.ranks().stream().map(Devices.Gpu::index).toList();
        if (indices.size() >= ranks) {
            return onCuda(indices.subList(0, ranks), found);
        }
        int gpus = found.gpus().size();
        if (found.single().isEmpty()) {
            return onCpu(ranks, Device.CPU, Optional.of(Problem.of(AREA, "device.note.none", gpus, ranks)));
        }
        String key = found.nccl() ? "device.note.few" : "device.note.nccl";
        Device single = Device.cuda(found.single().getFirst().index());
        return onCpu(ranks, single, Optional.of(Problem.of(AREA, key, gpus, ranks)));
    }

    private static List<Integer> indices(String wanted, int ranks) throws LayergraftException {
        if (wanted.equals("cuda")) {
            return IntStream.range(0, ranks).boxed().toList();
        }
        if (!wanted.matches("cuda:\\d{1,3}(,\\d{1,3})*")) {
            throw LayergraftException.input(AREA, "device.unknown", wanted);
        }
        var indices = new ArrayList<Integer>();
        for (String index : wanted.substring("cuda:".length()).split(",")) {
            indices.add(Integer.valueOf(index));
        }
        return indices;
    }

    private static DeviceChoice onCuda(List<Integer> indices, Devices found) {
        List<Device> devices = indices.stream().map(Device::cuda).toList();
        return found.servesSingle(indices.getFirst())
                ? new DeviceChoice(devices.getFirst(), devices, Optional.empty())
                : new DeviceChoice(Device.CPU, devices, Optional.of(Problem.of(AREA, "device.note.single")));
    }

    private static DeviceChoice onCpu(int ranks, Device single, Optional<Problem> note) {
        return new DeviceChoice(single, Collections.nCopies(ranks, Device.CPU), note);
    }
}
