package org.layergraft.torchscript;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.layergraft.text.Problem;

/** What all forwards of one model share while they are read: code, attributes, the numbering of ids, warnings. One thread. */
final class FlowContext {

    /** Enough to understand what went wrong. */
    private static final int MOST_WARNINGS = 50;

    private final ScriptCode code;
    private final ConstantNumbers constants;
    private final Map<Value.Instance, Map<String, Value>> attributes = new IdentityHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private String forward = "forward";

    FlowContext(ScriptCode code, ConstantNumbers constants) {
        this.code = code;
        this.constants = constants;
    }

    /** Of {@code CONSTANTS.c0} and its like: the number, if it is one. */
    Optional<String> number(String constant) {
        return constants.of(constant);
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

    /** Whose forward is read from now on. */
    void enter(String module) {
        forward = module.isEmpty() ? "forward" : module + ".forward";
    }

    /** @param key in the bundle of this package */
    void warn(String key, Object... arguments) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(Problem.of("torchscript", key, arguments));
        }
    }

    /**
     * About a place in the forward that is being read, which the sentence names first.
     *
     * @param more what else the sentence needs
     */
    void warnAt(ScriptUnit unit, int place, String key, Object... more) {
        warn(
                key,
                Stream.concat(Stream.of(forward, unit.name(), unit.line(place)), Arrays.stream(more))
                        .toArray());
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }
}
