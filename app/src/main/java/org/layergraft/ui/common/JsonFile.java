package org.layergraft.ui.common;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.step.StepJson;
import org.layergraft.text.WholeFile;

/**
 * Something small that is remembered in the configuration folder. What cannot be read counts as not there, what cannot be written is
 * forgotten: it is never a reason to stop.
 */
public final class JsonFile<T> {

    private static final System.Logger LOG = System.getLogger(JsonFile.class.getName());

    private final Path file;
    private final TypeReference<T> type;
    private final JsonMapper json = StepJson.mapper();

    public JsonFile(Path file, TypeReference<T> type) {
        this.file = file;
        this.type = type;
    }

    public Optional<T> read() {
        try {
            return Files.exists(file) ? Optional.ofNullable(json.readValue(file.toFile(), type)) : Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "cannot read " + file, e);
            return Optional.empty();
        }
    }

    /** Whole or not at all: a crash in between leaves the old file. */
    public void write(T value) {
        try {
            Files.createDirectories(file.getParent());
            WholeFile.write(
                    file, json.writerFor(type).withDefaultPrettyPrinter().writeValueAsBytes(value));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "not remembered in " + file, e);
        }
    }
}
