package org.layergraft.diagnosis;

import java.util.List;

/**
 * Parameter names for a sentence that must stay readable for one, three or three hundred of them: the first few, and how many more
 * there are. Whether "more" is said, and how, is the bundle's business.
 */
record Named(String shown, int more, int count) {

    private static final int SHOWN = 3;

    static Named of(List<String> names) {
        // "a, b, c and 1 more" would be longer than the name it hides
        int shown = names.size() <= SHOWN + 1 ? names.size() : SHOWN;
        return new Named(String.join(", ", names.subList(0, shown)), names.size() - shown, names.size());
    }
}
