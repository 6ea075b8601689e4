package org.layergraft.diagnosis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.layergraft.step.StepJson;
import org.layergraft.text.Texts;

/** How a coverage table is written for other programs. */
public enum CoverageFormat {
    /** RFC 4180; see {@link CoverageCsv}. */
    CSV,
    /** As the field {@code coverage} of {@code check --json}. */
    JSON;

    /** By the file's ending; CSV where it says nothing. */
    public static CoverageFormat of(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : CSV;
    }

    /** @param texts reasons are told in this language */
    public String write(List<Coverage> rows, Texts texts) {
        return switch (this) {
            case CSV -> CoverageCsv.of(rows, texts);
            case JSON -> json(rows, texts);
        };
    }

    private static String json(List<Coverage> rows, Texts texts) {
        try {
            return StepJson.mapper()
                            .writer(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(CoverageJson.of(rows, texts))
                    + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree in memory can be written", impossible);
        }
    }
}
