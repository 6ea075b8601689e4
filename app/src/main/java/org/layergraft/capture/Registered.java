package org.layergraft.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.layergraft.model.Parameter;

/**
 * The parameters DDP registers, in its order (ddp-semantics R1.1, R1.2), and how it divides them (R2.1).
 *
 * @param parameters places among all parameters
 */
record Registered(List<Integer> parameters, List<Parameter> all) {

    private static final long MEBI = 1L << 20;

    /** @param ignored names that are left out (R1.9) */
    static Registered of(List<Parameter> all, Set<String> ignored) {
        var kept = new ArrayList<Integer>();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).trainable() && !ignored.contains(all.get(i).name())) {
                kept.add(i);
            }
        }
        return new Registered(List.copyOf(kept), all);
    }

    /** The number DDP's messages give it. */
    int index(int parameter) {
        return parameters.indexOf(parameter);
    }

    /** As messages spell it: of a shared tensor its last name (R1.3). */
    String name(int parameter) {
        Parameter p = all.get(parameter);
        return p.aliases().isEmpty() ? p.name() : p.aliases().getLast();
    }

    /** One bucket for each type: what DDP starts with when it does not search (R2.2). The last parameters come first. */
    List<List<Integer>> oneBucket() {
        return divide(parameters, Long.MAX_VALUE, Long.MAX_VALUE).reversed();
    }

    /** Of a first and further limits, last parameters first (R2.2). */
    List<List<Integer>> searched(OptionalDouble capMb, boolean torch1) {
        return divide(parameters, first(capMb, torch1), cap(capMb)).reversed();
    }

    /** In the order of arrival (R2.3). */
    List<List<Integer>> regrouped(List<Integer> arrival, OptionalDouble capMb, boolean torch1) {
        return divide(arrival, first(capMb, torch1), cap(capMb));
    }

    private static long first(OptionalDouble capMb, boolean torch1) {
        return capMb.isPresent() && !torch1 ? cap(capMb) : MEBI;
    }

    private static long cap(OptionalDouble capMb) {
        return (long) (capMb.orElse(25) * MEBI);
    }

    /** One open bucket per type; it is closed once its bytes reach the limit. Sorted by what comes first. */
    private List<List<Integer>> divide(List<Integer> order, long first, long later) {
        var closed = new ArrayList<List<Integer>>();
        Map<String, List<Integer>> open = new LinkedHashMap<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        Map<String, Long> limits = new LinkedHashMap<>();
        for (int p : order) {
            Parameter parameter = all.get(p);
            String type = parameter.dtype().torchName();
            open.computeIfAbsent(type, _ -> new ArrayList<>()).add(p);
            long size = parameter.shape().elements() * parameter.dtype().bytes();
            if (bytes.merge(type, size, Long::sum) >= limits.getOrDefault(type, first)) {
                closed.add(open.remove(type));
                bytes.remove(type);
                limits.put(type, later);
            }
        }
        closed.addAll(open.values());
        closed.sort((a, b) -> Integer.compare(order.indexOf(a.getFirst()), order.indexOf(b.getFirst())));
        return closed;
    }
}
