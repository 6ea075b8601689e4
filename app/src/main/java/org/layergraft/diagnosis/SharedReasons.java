package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.layergraft.text.Problem;

/** Reasons that many parameters have in common, told once. */
public final class SharedReasons {

    /** Whose sentences name nothing but the parameters. */
    private static final Set<String> GENERAL = Set.of("frozen", "zero", "unknown", "came_anyway");

    private static final String WHY = "why.";

    private static final String PARTLY = "partly";

    /** How many sentences tell of gradients that are only partly there: every parameter's share is another. */
    private static final int MOST_PARTLY = 3;

    /** Of a sentence's arguments the first are the names, how many more, and how many in all. */
    private static final int NAMES = 3;

    private SharedReasons() {}

    /**
     * @param rows most urgent first
     * @return a sentence for each reason, in that order
     */
    public static List<Problem> of(List<Coverage> rows) {
        Map<List<String>, List<Coverage>> alike = new LinkedHashMap<>();
        for (Coverage row : rows) {
            row.reason()
                    .ifPresent(why -> alike.computeIfAbsent(key(why), _ -> new ArrayList<>())
                            .add(row));
        }
        var sentences = new ArrayList<Problem>();
        int partly = 0;
        int untold = 0;
        for (List<Coverage> same : alike.values()) {
            Why why = same.getFirst().reason().orElseThrow();
            if (why.id().equals(PARTLY) && ++partly > MOST_PARTLY) {
                untold += same.size();
            } else {
                sentences.add(together(
                        why, same.stream().map(r -> r.parameter().name()).toList()));
            }
        }
        if (untold > 0) {
            sentences.add(Problem.of(Explanations.AREA, "why.partly.more", untold));
        }
        return sentences;
    }

    /**
     * What the explanation of a verdict only counts: why others of the parameters it is about get no gradient.
     *
     * @return empty where all have the reason that is explained, and where the explanation is about something else
     */
    public static List<Problem> besides(Verdict verdict, List<Coverage> rows) {
        // Of each rank, or of the first: all that have the reason are told of.
        String told = verdict.explanation().key().replace("some_ranks.each", "some_ranks");
        List<Coverage> concerned = told.startsWith(WHY)
                ? rows.stream().filter(r -> concerns(verdict, r)).toList()
                : List.of();
        return of(concerned).stream().filter(p -> !p.key().equals(told)).toList();
    }

    /** Where it trains, the explanation is about those that train nowhere. */
    private static boolean concerns(Verdict verdict, Coverage row) {
        return verdict.parameters().isEmpty()
                ? row.parameter().trainable() && SilentFailures.noneOnEveryRank(row) && !SilentFailures.learns(row)
                : verdict.parameters().contains(row.parameter().name())
                        || row.parameter().aliases().stream().anyMatch(verdict.parameters()::contains);
    }

    private static List<String> key(Why why) {
        List<String> arguments = why.text().arguments();
        Stream<String> rest = GENERAL.contains(why.id())
                ? Stream.empty()
                : arguments.subList(Math.min(NAMES, arguments.size()), arguments.size()).stream();
        return Stream.concat(Stream.of(why.text().key()), rest).toList();
    }

    private static Problem together(Why why, List<String> names) {
        Problem text = why.text();
        var named = Named.of(names);
        var arguments = new ArrayList<String>(text.arguments());
        var own = List.of(named.shown(), String.valueOf(named.more()), String.valueOf(named.count()));
        for (int i = 0; i < Math.min(NAMES, arguments.size()); i++) {
            arguments.set(i, own.get(i));
        }
        return new Problem(text.area(), text.key(), arguments);
    }
}
