package org.layergraft.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.layergraft.config.Finding.Severity;

/**
 * The remedies of all findings as one change. Each is tried on the values before it is taken: one that would stop a training program
 * that was not stopped before is left out, and what a remedy leaves behind for another is put right with it.
 *
 * @param changes each path once
 * @param left findings whose remedy was left out
 */
record Repair(List<Assignment> changes, List<Finding> left) {

    /** More than any config has, so that remedies that undo each other come to an end. */
    private static final int MOST = 100;

    Repair {
        changes = List.copyOf(changes);
        left = List.copyOf(left);
    }

    /** A finding stays the same one while others are put right. */
    private record Key(String text, List<Span> places) {
        static Key of(Finding finding) {
            return new Key(finding.text().key(), finding.places());
        }
    }

    /** @param report with the remedies as the findings have them */
    static Repair of(ConfigReport report) {
        var changes = new ArrayList<Assignment>();
        var taken = new HashSet<Key>();
        ConfigReport now = report;
        Optional<Finding> next = next(now, taken);
        while (next.isPresent() && taken.size() < MOST) {
            taken.add(Key.of(next.get()));
            changes.addAll(next.get().remedy());
            now = after(now, next.get().remedy());
            next = next(now, taken);
        }
        List<Finding> left = now.findings().stream()
                .filter(f -> !f.remedy().isEmpty() && !taken.contains(Key.of(f)))
                .toList();
        return new Repair(together(changes, report.config()), left);
    }

    private static Optional<Finding> next(ConfigReport now, Set<Key> taken) {
        return now.findings().stream()
                .filter(f -> !f.remedy().isEmpty() && !taken.contains(Key.of(f)))
                .filter(f -> isNoWorse(now, f.remedy()))
                .findFirst();
    }

    /** Whether as much trains after a change as before. */
    static boolean isNoWorse(ConfigReport now, List<Assignment> change) {
        return errors(after(now, change)) <= errors(now);
    }

    private static long errors(ConfigReport report) {
        return report.findings().stream()
                .filter(f -> f.severity() == Severity.ERROR)
                .count();
    }

    /** As if the file that was opened had been changed; {@link Patcher} finds out later how. */
    private static ConfigReport after(ConfigReport report, List<Assignment> change) {
        Config config = report.config();
        ConfigValue.Dict values = config.values();
        Span top = config.top().source().whole();
        for (Assignment assignment : change) {
            values = switch (assignment) {
                case Assignment.Set(ConfigPath path, ConfigValue value) ->
                    Candidates.with(values, path.keys(), placed(value, top));
                case Assignment.Remove(ConfigPath path) -> removed(values, path);
            };
        }
        return ConfigReport.bare(new Config(config.files(), values, config.refusals(), config.notes()));
    }

    /** What a base gave it counts again. */
    private static ConfigValue.Dict removed(ConfigValue.Dict values, ConfigPath path) {
        Optional<Entry> now = values.at(path);
        Optional<Entry.Earlier> base = now.stream()
                .flatMap(e -> e.earlier().stream()
                        .filter(b ->
                                !b.site().whole().file().equals(e.site().whole().file())))
                .reduce((_, later) -> later);
        return base.map(b -> Candidates.with(values, path.keys(), b.value()))
                .orElseGet(() -> Candidates.without(values, path.keys()));
    }

    private static ConfigValue placed(ConfigValue value, Span at) {
        return switch (value) {
            case ConfigValue.Dict dict -> {
                var entries = new LinkedHashMap<String, Entry>();
                dict.entries()
                        .forEach((key, entry) -> entries.put(
                                key, new Entry(key, placed(entry.value(), at), Site.derived(at), List.of())));
                yield new ConfigValue.Dict(entries, at);
            }
            case ConfigValue.Bool(boolean on, Span _) -> new ConfigValue.Bool(on, at);
            case ConfigValue.Int(var number, Span _) -> new ConfigValue.Int(number, at);
            case ConfigValue.Text(String text, Span _) -> new ConfigValue.Text(text, at);
            case ConfigValue.None _ -> new ConfigValue.None(at);
            case ConfigValue.Real _, ConfigValue.Items _, ConfigValue.Name _, ConfigValue.Opaque _ -> value;
        };
    }

    /** Each path once: what goes into a dictionary that is new is written with it, and what came and went is not. */
    private static List<Assignment> together(List<Assignment> changes, Config config) {
        Map<ConfigPath, Assignment> all = new LinkedHashMap<>();
        for (Assignment change : changes) {
            ConfigPath path = change.path();
            Optional<Assignment.Set> around = around(all, path);
            switch (change) {
                case Assignment.Set(ConfigPath _, ConfigValue value)
                when around.isPresent() -> {
                    List<String> rest = path.keys()
                            .subList(
                                    around.get().path().keys().size(),
                                    path.keys().size());
                    var dict = (ConfigValue.Dict) around.get().value();
                    all.put(
                            around.get().path(),
                            new Assignment.Set(around.get().path(), Candidates.with(dict, rest, value)));
                }
                case Assignment.Set set -> all.put(path, set);
                case Assignment.Remove remove -> {
                    Assignment before = all.remove(path);
                    if (before == null || config.values().at(path).isPresent()) {
                        all.put(path, remove);
                    }
                }
            }
        }
        return List.copyOf(all.values());
    }

    private static Optional<Assignment.Set> around(Map<ConfigPath, Assignment> all, ConfigPath path) {
        return all.values().stream()
                .flatMap(a -> a instanceof Assignment.Set set
                        ? java.util.stream.Stream.of(set)
                        : java.util.stream.Stream.empty())
                .filter(s ->
                        s.value() instanceof ConfigValue.Dict && path.startsWith(s.path()) && !path.equals(s.path()))
                .findFirst();
    }
}
