package org.layergraft.ui;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.layergraft.ui.common.JsonFile;

/**
 * What a person said may run, by hash, in {@code trusted.json} beside the settings. What cannot be read counts as nothing: then it is asked
 * again. May be called on any thread.
 */
final class TrustStore implements TrustViewModel.Memory {

    private final JsonFile<Map<String, String>> file;
    private final List<Path> samples;

    /** @param samples that come with the program, and are its own code as much as the rest of it */
    TrustStore(Path folder, List<Path> samples) {
        file = new JsonFile<>(folder.resolve("trusted.json"), new TypeReference<>() {});
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
        file.write(names);
    }

    private Map<String, String> names() {
        return new LinkedHashMap<>(file.read().orElse(Map.of()));
    }
}
