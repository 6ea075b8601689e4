package org.layergraft.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leads from the top of a config to one value; an element of a list by its index. */
public record ConfigPath(List<String> keys) {

    private static final int LONGEST_INDEX = 6;

    public ConfigPath {
        keys = List.copyOf(keys);
    }

    /** Splits at every dot, as {@code --cfg-options} does (mmengine/config/config.py, merge_from_dict). */
    public static ConfigPath of(String dotted) {
        return new ConfigPath(List.of(dotted.split("\\.", -1)));
    }

    public ConfigPath then(String key) {
        var longer = new ArrayList<>(keys);
        longer.add(key);
        return new ConfigPath(longer);
    }

    public Optional<ConfigPath> parent() {
        return keys.size() < 2 ? Optional.empty() : Optional.of(new ConfigPath(keys.subList(0, keys.size() - 1)));
    }

    public String last() {
        return keys.getLast();
    }

    public boolean startsWith(ConfigPath other) {
        return keys.size() >= other.keys.size()
                && keys.subList(0, other.keys.size()).equals(other.keys);
    }

    /** Present for what Python's isdigit calls a number. */
    static Optional<Integer> index(String key) {
        boolean digits =
                !key.isEmpty() && key.length() <= LONGEST_INDEX && key.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Integer.parseInt(key)) : Optional.empty();
    }

    @Override
    public String toString() {
        return String.join(".", keys);
    }
}
