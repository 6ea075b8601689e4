package org.layergraft.ui;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.layergraft.step.StepJson;

/**
 * What a person said may run, by hash, in {@code trusted.json} beside the settings. What cannot be read counts as nothing: then it is asked
 * again. May be called on any thread.
 */
final class TrustStore implements TrustViewModel.Memory {

    private static final System.Logger LOG = System.getLogger(TrustStore.class.getName());

    private final Path file;
    private final List<Path> samples;
    private final JsonMapper json = StepJson.mapper();

    /** @param samples that come with the program, and are its own code as much as the rest of it */
    TrustStore(Path folder, List<Path> samples) {
        file = folder.resolve("trusted.json");
        this.samples = List.copyOf(samples);
    }

    @Override
    public boolean comesWithUs(Path model) {
        return samples.stream().anyMatch(sample -> isSame(sample, model));
    }

    private static boolean isSame(Path sample, Path model) {
        try {
            return Files.isSameFile(sample, model);
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public synchronized boolean has(String hash) {
        return names().containsKey(hash);
    }

    @Override
    public synchronized void add(String hash, String name) {
        var names = names();
        names.put(hash, name);
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "trusted", ".tmp");
            try {
                json.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), names);
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "not remembered in " + file, e);
        }
    }

    private Map<String, String> names() {
        try {
            return Files.exists(file)
                    ? json.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, String>>() {})
                    : new LinkedHashMap<>();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "cannot read " + file, e);
            return new LinkedHashMap<>();
        }
    }
}
