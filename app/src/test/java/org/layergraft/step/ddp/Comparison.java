package org.layergraft.step.ddp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.layergraft.step.Gradient;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;

/** What differs between our ranks and the recorded run of Python's DDP, in words; nothing when they agree. */
final class Comparison {

    private final ReferenceCase reference;
    private final List<RankReport> ranks;
    private final List<String> differences = new ArrayList<>();

    private Comparison(ReferenceCase reference, List<RankReport> ranks) {
        this.reference = reference;
        this.ranks = ranks;
    }

    static List<String> differences(ReferenceCase reference, JsonNode run, List<RankReport> ranks) {
        Comparison comparison = new Comparison(reference, ranks);
        comparison.headline(run);
        comparison.local(run);
        if (run.get("outcome").asText().equals("ok")) {
            comparison.training(run);
        }
        return comparison.differences;
    }

    /** One rank's failure in the words of the reference. */
    private record Failure(
            int rank, String outcome, int iteration, String phase, Set<String> parameters, String text) {}

    /** The first failure that is not a consequence of another, as run_cases.py picks it. */
    private void headline(JsonNode run) {
        List<Failure> failures =
                ranks.stream().flatMap(rank -> failure(rank).stream()).toList();
        List<Failure> own = failures.stream()
                .filter(f -> !f.outcome().equals("hang") && !f.outcome().equals("peer_lost"))
                .toList();
        Optional<Failure> lead = (own.isEmpty() ? failures : own)
                .stream()
                        .min(Comparator.comparingInt(Failure::iteration)
                                .thenComparing(f -> org.layergraft.step.Phase.valueOf(
                                        f.phase().toUpperCase(Locale.ROOT))));
        String outcome =
                lead.isEmpty() ? "ok" : own.isEmpty() ? "hang" : lead.get().outcome();
        expect("outcome", run.get("outcome").asText(), outcome);
        if (!outcome.equals(run.get("outcome").asText())) {
            failures.forEach(f -> differences.add("  " + f));
            return;
        }
        expect(
                "iteration",
                run.get("iteration").asText(),
                lead.map(f -> "" + f.iteration()).orElse("null"));
        expect("phase", run.get("phase").asText(), lead.map(Failure::phase).orElse("null"));
        List<String> concerned = failures.stream()
                .filter(f -> f.outcome().equals(lead.orElseThrow().outcome()))
                .map(f -> "" + f.rank())
                .toList();
        expect("ranks", ReferenceCase.texts(run.get("ranks")), concerned);
        expect(
                "parameters",
                new TreeSet<>(ReferenceCase.texts(run.get("named_parameters"))),
                lead.map(Failure::parameters).orElse(Set.of()));
        expect(
                "warning that nothing is unused",
                run.get("warn_no_unused").asBoolean(),
                ranks.stream().anyMatch(rank -> rank.warnings().contains(Warnings.NOTHING_UNUSED)));
    }

    private static Optional<Failure> failure(RankReport rank) {
        return switch (rank.end()) {
            case End.Finished _ -> Optional.empty();
            case End.Raised(int iteration, var phase, String message, List<String> parameters) ->
                Optional.of(new Failure(
                        rank.rank(), outcome(message), iteration, lower(phase), new TreeSet<>(parameters), message));
            case End.Waiting(int iteration, var phase) ->
                Optional.of(new Failure(rank.rank(), "hang", iteration, lower(phase), Set.of(), ""));
            case End.Lost(int iteration, var phase, String message) ->
                Optional.of(new Failure(rank.rank(), "peer_lost", iteration, lower(phase), Set.of(), message));
            case End.Died died -> throw new AssertionError(died.toString());
        };
    }

    private static String lower(Enum<?> phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static String outcome(String message) {
        if (message.contains("Expected to have finished reduction in the prior iteration")) {
            // T3 begins like T1 and T2; the reference counts it by its second sentence only where that comes first.
            return "unused_parameters";
        }
        if (message.contains("Expected to mark a variable ready only once")) {
            return "ready_twice";
        }
        return message.contains("Your training graph has changed in this iteration") ? "static_graph_changed" : "other";
    }

    private void local(JsonNode run) {
        for (RankReport rank : ranks) {
            JsonNode local = reference.local(run, rank.rank());
            List<String> fragile = ReferenceCase.texts(local.get("fragile"));
            Set<String> names = new TreeSet<>();
            for (Gradient gradient : rank.local()) {
                names.add(gradient.parameter());
                JsonNode want = local.get("params").get(gradient.parameter());
                if (want != null && !fragile.contains(gradient.parameter())) {
                    gradient(rank.rank(), gradient, want);
                }
            }
            Set<String> wanted = new TreeSet<>();
            local.get("params").fieldNames().forEachRemaining(wanted::add);
            expect("parameters of rank " + rank.rank(), wanted, names);
            if (reference.expected().get("torchscript").get("differences").isEmpty()) {
                expect(
                        "parameters that got ready on rank " + rank.rank(),
                        new TreeSet<>(ReferenceCase.texts(local.get("ready_order"))),
                        new TreeSet<>(rank.ready()));
            }
        }
    }

    private void gradient(int rank, Gradient got, JsonNode want) {
        String where = "rank " + rank + " " + got.parameter();
        expect(where + " state", want.get("state").asText(), lower(got.state()));
        JsonNode norm = want.get("norm");
        boolean comparable = !norm.isNull() && got.norm().isPresent() && !reference.has("rng");
        if (comparable
                && Math.abs(norm.asDouble() - got.norm().getAsDouble())
                        > 1e-4 * Math.max(norm.asDouble(), got.norm().getAsDouble()) + 1e-7) {
            differences.add(where + " norm: expected " + norm.asDouble() + ", got "
                    + got.norm().getAsDouble());
        }
    }

    private void training(JsonNode run) {
        List<RankReport.Sums> sums = ranks.getFirst().sums();
        Set<String> diverged = new TreeSet<>();
        Set<String> idle = new TreeSet<>();
        for (String name : sums.getLast().values().keySet()) {
            String last = sums.getLast().values().get(name);
            if (!ranks.stream()
                    .allMatch(rank -> rank.sums().getLast().values().get(name).equals(last))) {
                diverged.add(name);
            }
            boolean moved = sums.stream()
                    .anyMatch(step ->
                            !Set.of("none", "zero").contains(step.gradients().get(name)));
            if (!moved) {
                idle.add(name);
            }
        }
        expect("diverged", new TreeSet<>(ReferenceCase.texts(run.get("diverged"))), diverged);
        expect("never updated", new TreeSet<>(ReferenceCase.texts(run.get("never_updated"))), idle);
        if (!reference.has("rng")) {
            losses(run.get("losses"));
        }
    }

    private void losses(JsonNode want) {
        for (RankReport rank : ranks) {
            for (int i = 0; i < rank.losses().size(); i++) {
                double expected = want.get(rank.rank()).get(i).asDouble();
                double got = rank.losses().get(i);
                boolean sameInputs = i == 0 || reference.has("iteration-dependent");
                if (sameInputs && Math.abs(expected - got) > 1e-3 * Math.abs(expected) + 1e-5) {
                    differences.add(
                            "rank " + rank.rank() + " loss " + (i + 1) + ": expected " + expected + ", got " + got);
                }
            }
        }
    }

    private void expect(String what, Object want, Object got) {
        if (!want.equals(got)) {
            differences.add(what + ": expected " + want + ", got " + got);
        }
    }
}
