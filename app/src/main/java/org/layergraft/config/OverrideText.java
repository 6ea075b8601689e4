package org.layergraft.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.layergraft.text.LayergraftException;

/** The text of a config that inherits another one and sets a few values. */
final class OverrideText {

    private OverrideText() {}

    static String of(Config config, List<Assignment> wanted, Path target, boolean lazy) throws LayergraftException {
        if (!target.getFileName().toString().endsWith(".py")) {
            throw LayergraftException.input("config", "patch.python", target);
        }
        Path base = target.getParent().relativize(config.top().path());
        var text = new StringBuilder();
        if (lazy) {
            text.append("from mmengine.config import read_base\n\nwith read_base():\n    from ")
                    .append(module(config.top().path(), base))
                    .append(" import *\n\n");
            for (Assignment assignment : wanted) {
                if (assignment instanceof Assignment.Set(ConfigPath path, ConfigValue value)) {
                    text.append(Candidates.statement(config.values(), path, value))
                            .append('\n');
                }
            }
            return text.toString();
        }
        String name = base.toString().replace('\\', '/');
        text.append("_base_ = ")
                .append(PythonWords.quoted(name.startsWith(".") ? name : "./" + name))
                .append("\n\n");
        var all = new LinkedHashMap<String, ConfigValue>();
        for (Assignment assignment : wanted) {
            if (assignment instanceof Assignment.Set(ConfigPath path, ConfigValue value)) {
                ConfigValue.Dict now = Candidates.with(Assignment.dict(all), path.keys(), value);
                all.clear();
                now.entries().forEach((key, entry) -> all.put(key, entry.value()));
            }
        }
        all.forEach((key, value) ->
                text.append(key).append(" = ").append(Written.python(value)).append('\n'));
        return text.toString();
    }

    private static String module(Path file, Path relative) throws LayergraftException {
        if (!Patcher.isModule(file)) {
            throw LayergraftException.input("config", "patch.module", file);
        }
        var module = new StringBuilder(".");
        for (Path part : relative) {
            String name = part.toString();
            if (name.equals("..")) {
                module.append('.');
            } else {
                module.append(module.toString().endsWith(".") ? "" : ".").append(name.replaceFirst("\\.py$", ""));
            }
        }
        return module.toString();
    }
}
