package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptEntries;
import org.layergraft.torchscript.ScriptModel;

/**
 * An archive has one version number for all its code, and it decides what a few operators mean. Two archives can become one where
 * neither's operators would change their meaning. Table: torch/csrc/jit/operator_upgraders/version_map.cpp.
 */
final class OperatorVersions {

    /** libtorch looks here first: caffe2/serialize/inline_container.cc. */
    private static final String NEWER_ENTRY = ".data/version";

    private static final String ENTRY = "version";
    /** Since which version an operator means what it means now. */
    private static final Map<String, Integer> CHANGED =
            Map.of("div", 4, "div_", 4, "full", 5, "linspace", 8, "logspace", 9, "gelu", 10);

    private static final Pattern CALL = Pattern.compile("(?:torch\\.|\\)\\.|\\w\\.)(\\w+)\\(");

    private static final Pattern DIVISION = Pattern.compile("[^/]/[^/]");

    private OperatorVersions() {}

    /**
     * The version number the first archive must have once it holds the second's code, too.
     *
     * @throws LayergraftException naming an operator that would then mean something else
     */
    static int common(ScriptModel one, ScriptModel two) throws LayergraftException {
        int first = of(one);
        int second = of(two);
        var older = first < second ? one : two;
        int low = Math.min(first, second);
        int high = Math.max(first, second);
        for (String operator : operators(older)) {
            int changed = CHANGED.getOrDefault(operator, 0);
            if (low < changed && changed <= high) {
                throw Problems.of(
                        "custom.version",
                        two.file().getFileName(),
                        second,
                        one.file().getFileName(),
                        first,
                        operator);
            }
        }
        return high;
    }

    /** Where the number stands. */
    static String entry(ScriptModel model) {
        return model.others().containsKey(NEWER_ENTRY) ? NEWER_ENTRY : ENTRY;
    }

    static int of(ScriptModel model) throws LayergraftException {
        String text = ScriptEntries.text(model, entry(model)).orElse("").strip();
        // Archives without one are older than the number.
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 1;
    }

    private static List<String> operators(ScriptModel model) {
        var found = new ArrayList<String>();
        for (String text : model.code().values()) {
            CALL.matcher(text).results().forEach(m -> found.add(m.group(1)));
            if (DIVISION.matcher(text).find()) {
                found.add("div");
            }
        }
        return found;
    }
}
