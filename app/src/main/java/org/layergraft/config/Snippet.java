package org.layergraft.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.text.Problem;

/** A training script's lines for some switches, in the words of one library. */
public record Snippet(Library library, List<Part> parts) {

    public Snippet {
        parts = List.copyOf(parts);
    }

    /** Python that goes into one place. */
    public record Part(Problem where, String code) {}

    /** Whose words. */
    public enum Library {
        PYTORCH,
        LIGHTNING,
        ACCELERATE,
        TRANSFORMERS,
        DETECTRON2,
        TIMM;

        /** In small letters; {@code snippet.library.ID} is its name. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What it is called, the same in every language. */
        public Problem title() {
            return Problem.of("config", "snippet.library." + id());
        }

        /** Empty where no library has this id. */
        public static Optional<Library> named(String id) {
            return Stream.of(values()).filter(l -> l.id().equals(id)).findFirst();
        }
    }
}
