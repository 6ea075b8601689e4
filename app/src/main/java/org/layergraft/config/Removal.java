package org.layergraft.config;

import java.util.Optional;

/** Takes a key out of the file that sets it, with its comma; with its lines where it has them for itself. */
final class Removal {

    private final ConfigFile file;
    private final String text;

    Removal(ConfigFile file) {
        this.file = file;
        text = file.text();
    }

    /** Empty where the key is not set in this file, or not written as one. What would leave an empty dictionary takes that with it. */
    Optional<TextEdit> of(ConfigPath path) {
        Optional<Entry> entry =
                file.own().at(path).filter(e -> e.site().whole().file().equals(file.path()));
        Optional<ConfigPath> parent = path.parent();
        boolean alone = parent.flatMap(file.own()::at)
                .filter(p -> p.value() instanceof ConfigValue.Dict dict
                        && dict.entries().size() == 1)
                .isPresent();
        if (entry.isPresent() && alone && parent.get().keys().size() > 1) {
            return of(parent.get());
        }
        return entry.flatMap(e -> switch (e.site().form()) {
            case ASSIGNED -> Optional.of(lines(e.site().whole()));
            case KEYWORD, PAIR ->
                Optional.of(
                        file.format() == ConfigFile.Format.YAML
                                ? yaml(e)
                                : listed(e.site().whole()));
            case ITEM, DERIVED -> Optional.empty();
        });
    }

    private TextEdit yaml(Entry entry) {
        Span whole = entry.site().whole();
        boolean block = text.substring(file.source().lineStart(whole.start()), whole.start())
                .isBlank();
        return block ? lines(whole) : listed(whole);
    }

    /** With the comma behind it, or, for the last one, the comma before it. */
    private TextEdit listed(Span whole) {
        int lineStart = file.source().lineStart(whole.start());
        boolean first = text.substring(lineStart, whole.start()).isBlank();
        int end = blanks(whole.end());
        boolean comma = end < text.length() && text.charAt(end) == ',';
        if (comma) {
            end = blanks(end + 1);
            boolean last = end == text.length() || isLineEnd(text.charAt(end)) || text.charAt(end) == '#';
            return first && last
                    ? lines(new Span(whole.file(), whole.start(), end, whole.line(), whole.column()))
                    : new TextEdit(file, whole.start(), first || !last ? end : whole.end() + 1, "");
        }
        int before = whole.start();
        while (before > 0 && Character.isWhitespace(text.charAt(before - 1))) {
            before--;
        }
        return before > 0 && text.charAt(before - 1) == ','
                ? new TextEdit(file, before - 1, whole.end(), "")
                : new TextEdit(file, whole.start(), whole.end(), "");
    }

    private int blanks(int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    /** Whole lines, from the beginning of the first to the end of the last. */
    private TextEdit lines(Span whole) {
        int start = file.source().lineStart(whole.start());
        boolean shared = !text.substring(start, whole.start()).isBlank();
        int end = whole.end();
        while (end < text.length() && !isLineEnd(text.charAt(end))) {
            end++;
        }
        String rest = text.substring(whole.end(), end).strip();
        if (shared || !rest.isEmpty() && !rest.startsWith("#") && !rest.equals(",")) {
            return new TextEdit(file, whole.start(), whole.end(), "");
        }
        if (end < text.length()) {
            end += text.startsWith("\r\n", end) ? 2 : 1;
        }
        return new TextEdit(file, start, end, "");
    }
}
