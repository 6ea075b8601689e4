package org.layergraft.capture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.Gradient;

/**
 * Where and how a model was captured, as far as its files say, and what was measured there.
 *
 * @param time when it was written, {@code 2026-11-26 11:28}
 * @param versions of PyTorch and of what it was used with, by name
 * @param world ranks that trained
 * @param ranks those that there are files of
 * @param devices that parameters lay on, as PyTorch names them
 * @param iterations that were watched from begin to end, of the rank with the fewest
 * @param losses of the first of these ranks, one for each iteration
 * @param ddp how it was wrapped in DistributedDataParallel; empty where it was not
 * @param measured what had arrived at each parameter in the first iteration before DDP took it, by rank; in the order of the parameters
 */
public record Circumstances(
        String time,
        Map<String, String> versions,
        int world,
        List<Integer> ranks,
        List<String> devices,
        int iterations,
        List<Double> losses,
        Optional<Wrapped> ddp,
        Map<Integer, List<Gradient>> measured) {

    public Circumstances {
        versions = new TreeMap<>(versions);
        ranks = List.copyOf(ranks);
        devices = List.copyOf(devices);
        losses = List.copyOf(losses);
        measured = new TreeMap<>(measured);
    }

    /**
     * What DistributedDataParallel was given besides switches.
     *
     * @param backend of its process group, where that could be asked
     * @param ignored parameters it was told to leave alone
     */
    public record Wrapped(Optional<String> backend, List<String> ignored) {
        public Wrapped {
            ignored = List.copyOf(ignored);
        }
    }

    static Circumstances of(Map<Integer, Recorded> ranks, ModelGraph graph) {
        Recorded first = ranks.values().iterator().next();
        var devices = new TreeSet<String>();
        var measured = new TreeMap<Integer, List<Gradient>>();
        ranks.forEach((rank, recorded) -> {
            recorded.model().parameters().forEach(p -> devices.add(p.device()));
            measured.put(rank, measured(recorded, graph));
        });
        return new Circumstances(
                CaptureNotes.day(first.time()),
                first.versions(),
                first.worldSize(),
                List.copyOf(ranks.keySet()),
                List.copyOf(devices),
                CaptureNotes.finished(ranks),
                first.iterations().stream()
                        .flatMap(it -> it.losses().stream().limit(1))
                        .flatMap(l -> l.value().stream().boxed())
                        .toList(),
                first.ddp().map(d -> new Wrapped(d.backend(), d.ignored())),
                measured);
    }

    private static List<Gradient> measured(Recorded recorded, ModelGraph graph) {
        List<Recorded.Arrived> arrived = recorded.iterations().getFirst().gradients();
        return IntStream.range(0, graph.parameters().size())
                .mapToObj(i -> CapturedGradient.of(graph.parameters().get(i), arrived.get(i), true))
                .toList();
    }
}
