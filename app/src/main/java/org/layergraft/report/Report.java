package org.layergraft.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A report, apart from how it is written. Its texts are in one language already.
 *
 * @param summary what came of it, before everything else
 */
public record Report(Locale language, String title, List<Block> summary, List<Section> sections) {

    public Report {
        summary = List.copyOf(summary);
        sections = List.copyOf(sections);
    }

    /** What belongs under one heading. */
    public record Section(String heading, List<Block> blocks) {
        public Section {
            blocks = List.copyOf(blocks);
        }
    }

    /** How good or bad something is; told by a sign and a word, too, never by colour alone. */
    public enum Tone {
        GOOD("✓"),
        WARNING("!"),
        BAD("✗"),
        NEUTRAL("");

        private final String sign;

        Tone(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /** What a section is made of. */
    public sealed interface Block {

        record Paragraph(String text) implements Block {}

        /** A sentence that matters. */
        record Callout(Tone tone, String text) implements Block {}

        record Items(List<String> texts) implements Block {
            public Items {
                texts = List.copyOf(texts);
            }
        }

        /** What something is: pairs of a name and what stands for it. */
        record Facts(List<Fact> facts) implements Block {
            public Facts {
                facts = List.copyOf(facts);
            }
        }

        /**
         * Every row has as many cells as the head.
         *
         * @param fold where a screen shows the rest only when asked
         */
        record Table(List<String> head, List<List<Cell>> rows, Optional<Fold> fold) implements Block {

            /** @param after so many rows, at least one and fewer than there are; @param summary what is folded */
            record Fold(int after, String summary) {}

            Table(List<String> head, List<List<Cell>> rows) {
                this(head, rows, Optional.empty());
            }

            public Table {
                head = List.copyOf(head);
                rows = rows.stream().map(List::copyOf).toList();
            }
        }

        /** @param language as code fences name it: {@code python}, {@code sh}, {@code diff}, {@code text} */
        record Code(String language, String text) implements Block {}

        /** @param screen a whole SVG document, light or dark as the reader's screen is; @param paper the same for paper; @param caption above it */
        record Picture(String screen, String paper, String caption) implements Block {}
    }

    /** A name and what stands for it. */
    public record Fact(String name, String value) {}

    /** @param tone {@link Tone#NEUTRAL} for plain text; @param number is it to stand right? */
    public record Cell(String text, Tone tone, boolean number) {

        static Cell text(String text) {
            return new Cell(text, Tone.NEUTRAL, false);
        }

        static Cell number(String text) {
            return new Cell(text, Tone.NEUTRAL, true);
        }

        static Cell of(Tone tone, String text) {
            return new Cell(text, tone, false);
        }

        /** With its sign. */
        String told() {
            return tone.sign().isEmpty() ? text : tone.sign() + " " + text;
        }
    }
}
