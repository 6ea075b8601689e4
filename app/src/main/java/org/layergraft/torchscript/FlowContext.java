package org.layergraft.torchscript;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.layergraft.text.Texts;

/** What all forwards of one model share while they are read: code, attributes, the numbering of ids, warnings. One thread. */
final class FlowContext {

    /** Enough to understand what went wrong. */
    private static final int MOST_WARNINGS = 50;

    private final ScriptCode code;
    private final Map<Value.Instance, Map<String, Value>> attributes = new IdentityHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    FlowContext(ScriptCode code) {
        this.code = code;
    }

    ScriptCode code() {
        return code;
    }

    Map<String, Value> attributes(Value.Instance instance) {
        return attributes.computeIfAbsent(instance, i -> Restored.attributes(code, i));
    }

    Map<String, Integer> numbers() {
        return numbers;
    }

    /** @param key in the bundle of this package; warnings are stored in English like every message in a model */
    void warn(String key, Object... arguments) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(new Texts(Locale.ENGLISH).get("torchscript", key, arguments));
        }
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
