package org.layergraft.config;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.layergraft.text.LayergraftException;

/** A change that a config is to have. */
public sealed interface Assignment {

    ConfigPath path();

    /** The path is to have this value, whatever it had. */
    record Set(ConfigPath path, ConfigValue value) implements Assignment {}

    /** The file is not to set this any more; what its bases say counts then. */
    record Remove(ConfigPath path) implements Assignment {}

    /** A value that nobody has written yet is nowhere. */
    Span NOWHERE = new Span(Path.of(""), 0, 0, 1, 1);

    static Set set(String path, boolean value) {
        return new Set(ConfigPath.of(path), new ConfigValue.Bool(value, NOWHERE));
    }

    static Set set(String path, int value) {
        return new Set(ConfigPath.of(path), new ConfigValue.Int(BigInteger.valueOf(value), NOWHERE));
    }

    static Set set(String path, String value) {
        return new Set(ConfigPath.of(path), new ConfigValue.Text(value, NOWHERE));
    }

    static ConfigValue.Dict dict(Map<String, ConfigValue> values) {
        var entries = new LinkedHashMap<String, Entry>();
        values.forEach(
                (key, value) -> entries.put(key, new Entry(key, value, Site.derived(NOWHERE), java.util.List.of())));
        return new ConfigValue.Dict(entries, NOWHERE);
    }

    /**
     * {@code K=V} as {@code --cfg-options} takes it (mmengine/config/config.py, DictAction).
     *
     * @throws LayergraftException INPUT when it has no {@code =} or no key
     */
    static Set parse(String keyValue) throws LayergraftException {
        int equals = keyValue.indexOf('=');
        if (equals < 1
                || keyValue.substring(0, equals).startsWith(".")
                || keyValue.substring(0, equals).contains("..")) {
            throw LayergraftException.input("config", "set.form", keyValue);
        }
        return new Set(ConfigPath.of(keyValue.substring(0, equals)), Options.value(keyValue.substring(equals + 1)));
    }

    default String shown() {
        return switch (this) {
            case Set(ConfigPath path, ConfigValue value) -> path + "=" + PythonWords.repr(value);
            case Remove(ConfigPath path) -> "- " + path;
        };
    }
}
