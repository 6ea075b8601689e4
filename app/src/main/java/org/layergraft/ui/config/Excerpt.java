package org.layergraft.ui.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.config.Config;
import org.layergraft.config.ConfigFile;
import org.layergraft.config.Setting;
import org.layergraft.config.Span;

/**
 * The source that is shown, and where else what was chosen is written.
 *
 * @param shown which of the places is shown
 */
record Excerpt(List<Place> places, int shown) {

    static final Excerpt NOTHING = new Excerpt(List.of(), 0);

    /**
     * A place of a config.
     *
     * @param before the value that was overridden there; "" for what counts
     */
    record Place(Span span, String before) {

        /** {@code name.py:12}. */
        String name() {
            return span.file().getFileName() + ":" + span.line();
        }
    }

    Excerpt {
        places = List.copyOf(places);
    }

    static Excerpt of(List<Span> spans) {
        return new Excerpt(spans.stream().map(s -> new Place(s, "")).toList(), 0);
    }

    /** Where it is set, and what it overrides there, newest first. */
    static Excerpt of(Setting setting) {
        var earlier = setting.entry().earlier().reversed().stream()
                .map(e -> new Place(e.site().whole(), Setting.shown(e.value())));
        return new Excerpt(
                Stream.concat(Stream.of(new Place(setting.entry().site().whole(), "")), earlier)
                        .toList(),
                0);
    }

    /** The beginning of a file. */
    static Excerpt of(ConfigFile file) {
        return of(List.of(new Span(file.path(), 0, 0, 1, 1)));
    }

    /** Another of its places. */
    Excerpt at(int other) {
        return new Excerpt(places, other);
    }

    Optional<Span> span() {
        return shown < places.size() ? Optional.of(places.get(shown).span()) : Optional.empty();
    }

    /** The text of the file; "" where nothing is shown. */
    String text(Config config) {
        return span().flatMap(s -> config.file(s.file())).map(ConfigFile::text).orElse("");
    }
}
