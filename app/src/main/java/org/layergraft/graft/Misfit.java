package org.layergraft.graft;

import org.layergraft.text.Problem;

/**
 * What is wrong with a layer at a place.
 *
 * @param hyper the hyper-parameter it is about, "" for the layer as a whole
 * @param problem one sentence
 */
public record Misfit(String hyper, Problem problem) {

    static Misfit of(String hyper, String key, Object... arguments) {
        return new Misfit(hyper, Problem.of("graft", key, arguments));
    }
}
