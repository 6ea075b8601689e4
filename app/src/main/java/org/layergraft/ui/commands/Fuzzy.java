package org.layergraft.ui.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds what somebody means who types only some of it. Every word typed has to be found: best as the beginning of a word, then anywhere,
 * then as the first letters of several words ({@code mws} in "Measure what static_graph"), last as letters that stand close together.
 *
 * @param score higher is better
 * @param letters where what was typed stands, in ascending order
 */
record Fuzzy(int score, List<Integer> letters) {

    private static final int BEGINNING = 100;
    private static final int INSIDE = 60;
    private static final int INITIALS = 50;
    private static final int CLOSE = 15;
    /** Letters may be this many times as far apart as they would be side by side. */
    private static final int STRETCH = 2;

    /** How well a text fits; empty where it does not. */
    static Optional<Fuzzy> match(String text, String typed) {
        String in = text.toLowerCase(Locale.ROOT);
        int score = 0;
        var letters = new TreeSet<Integer>();
        for (String word : typed.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
            var found = word(in, word);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            score += found.get().score();
            letters.addAll(found.get().letters());
        }
        // Of two that fit alike the shorter is meant.
        return Optional.of(new Fuzzy(score * 100 - Math.min(99, in.length()), List.copyOf(letters)));
    }

    private static Optional<Fuzzy> word(String in, String word) {
        if (word.isEmpty()) {
            return Optional.of(new Fuzzy(0, List.of()));
        }
        int inside = -1;
        for (int at = in.indexOf(word); at >= 0; at = in.indexOf(word, at + 1)) {
            if (begins(in, at)) {
                return Optional.of(new Fuzzy(BEGINNING, run(at, word.length())));
            }
            inside = inside < 0 ? at : inside;
        }
        if (inside >= 0) {
            return Optional.of(new Fuzzy(INSIDE, run(inside, word.length())));
        }
        return initials(in, word).or(() -> close(in, word));
    }

    /** Each letter begins a word or follows the one before. */
    private static Optional<Fuzzy> initials(String in, String word) {
        var letters = new ArrayList<Integer>();
        int from = 0;
        for (int i = 0; i < word.length(); i++) {
            int at = in.indexOf(word.charAt(i), from);
            while (at >= 0 && !begins(in, at) && !(at == from && i > 0)) {
                at = in.indexOf(word.charAt(i), at + 1);
            }
            if (at < 0) {
                return Optional.empty();
            }
            letters.add(at);
            from = at + 1;
        }
        return Optional.of(new Fuzzy(INITIALS, letters));
    }

    private static Optional<Fuzzy> close(String in, String word) {
        if (word.length() < 3) {
            return Optional.empty();
        }
        for (int start = in.indexOf(word.charAt(0)); start >= 0; start = in.indexOf(word.charAt(0), start + 1)) {
            var letters = new ArrayList<Integer>(List.of(start));
            for (int i = 1; i < word.length(); i++) {
                int at = in.indexOf(word.charAt(i), letters.getLast() + 1);
                if (at < 0 || at - start >= STRETCH * word.length()) {
                    break;
                }
                letters.add(at);
            }
            if (letters.size() == word.length()) {
                return Optional.of(new Fuzzy(CLOSE, letters));
            }
        }
        return Optional.empty();
    }

    /** A letter after something that is none; Chinese has no spaces, so there every character begins a word. */
    private static boolean begins(String in, int at) {
        return at == 0
                || Character.isIdeographic(in.charAt(at))
                || !Character.isLetterOrDigit(in.charAt(at - 1))
                || Character.isIdeographic(in.charAt(at - 1));
    }

    private static List<Integer> run(int from, int length) {
        return java.util.stream.IntStream.range(from, from + length).boxed().toList();
    }
}
