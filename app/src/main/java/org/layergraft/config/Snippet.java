package org.layergraft.config;

import java.util.List;
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
        TIMM
    }
}
