package org.layergraft.config;

import java.util.List;

/**
 * A key with its value, or an element of a list.
 *
 * @param key an element's key is its index
 * @param earlier what the key was given before and what no longer counts, oldest first
 */
public record Entry(String key, ConfigValue value, Site site, List<Earlier> earlier) {

    public Entry {
        earlier = List.copyOf(earlier);
    }

    /** A value that was overridden, and where it is written. */
    public record Earlier(ConfigValue value, Site site) {}
}
