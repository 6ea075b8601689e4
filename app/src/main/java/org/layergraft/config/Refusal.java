package org.layergraft.config;

/**
 * What MMEngine refuses to merge: it raises a TypeError there.
 *
 * @param path the key that could not be merged
 * @param child what was to be merged; read on as if it replaced the base's value
 * @param base what cannot take it
 */
public record Refusal(ConfigPath path, Entry child, Entry base) {}
