package org.layergraft.step.ddp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.layergraft.step.RankReport;

/** What a first backward under DDP left in {@code .grad}: nothing, zeros, and what the ranks do not share. */
final class FirstGradients {

    private FirstGradients() {}

    /** In words; nothing when Python's run and ours agree, or when one of them has no first backward on some rank. */
    static List<String> differences(JsonNode run, List<RankReport> ranks) {
        JsonNode want = run.get("first_grads");
        if (want.isNull() || ranks.stream().anyMatch(rank -> rank.sums().isEmpty())) {
            return List.of();
        }
        List<String> differences = new ArrayList<>();
        Set<String> unsynced = new TreeSet<>();
        Map<String, String> first = ranks.getFirst().sums().getFirst().gradients();
        for (RankReport rank : ranks) {
            JsonNode wanted = want.get("rank" + rank.rank());
            Map<String, String> gradients = rank.sums().getFirst().gradients();
            for (String state : List.of("none", "zero")) {
                Set<String> got = new TreeSet<>();
                gradients.forEach((name, fingerprint) -> {
                    if (fingerprint.equals(state)) {
                        got.add(name);
                    }
                    if (!fingerprint.equals(first.get(name))) {
                        unsynced.add(name);
                    }
                });
                Set<String> names = new TreeSet<>(ReferenceCase.texts(wanted.get(state)));
                if (!names.equals(got)) {
                    differences.add("first gradients of rank " + rank.rank() + ", " + state + ": expected " + names
                            + ", got " + got);
                }
            }
        }
        Set<String> apart = new TreeSet<>(ReferenceCase.texts(want.get("unsynced")));
        // 0.0 and -0.0 are not the same bits, but both are zero to us.
        apart.removeIf(name -> first.get(name).equals("zero") && !unsynced.contains(name));
        if (!apart.equals(unsynced)) {
            differences.add("first gradients that ranks do not share: expected " + apart + ", got " + unsynced);
        }
        return differences;
    }
}
