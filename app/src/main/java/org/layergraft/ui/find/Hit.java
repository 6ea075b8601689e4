package org.layergraft.ui.find;

import java.util.Locale;

/**
 * Something that was looked for.
 *
 * @param place what is selected to show it: a module's path, a parameter's name or the id of a step
 * @param detail a module's class, an operator's result, a shape; "" where there is nothing to tell
 */
public record Hit(Kind kind, String place, String detail) {

    public enum Kind {
        MODULE,
        PARAMETER,
        OPERATOR,
        SHAPE;

        /** Of what it is called, with the detail as argument. */
        public String key() {
            return "find.kind." + name().toLowerCase(Locale.ROOT);
        }
    }
}
