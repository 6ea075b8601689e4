package org.layergraft.torchscript;

import java.util.List;
import java.util.Map;

/**
 * A call while it is read.
 *
 * @param at the whole call expression
 * @param slot its place in the order of the text, taken before its arguments were read
 * @param arguments by position
 * @param named by keyword
 */
record Call(Frame frame, Syntax at, int slot, List<Flowing.Use> arguments, Map<String, Flowing.Use> named) {

    Flowing.Use argument(int index) {
        return index < arguments.size() ? arguments.get(index) : Flowing.unnamed(Flowing.UNKNOWN);
    }

    List<Flowing.Use> all() {
        return named.isEmpty()
                ? arguments
                : java.util.stream.Stream.concat(arguments.stream(), named.values().stream())
                        .toList();
    }
}
