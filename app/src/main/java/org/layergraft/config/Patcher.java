package org.layergraft.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.layergraft.config.Assignment.Remove;
import org.layergraft.config.Assignment.Set;
import org.layergraft.config.ConfigFile.Format;
import org.layergraft.text.LayergraftException;

/**
 * Changes a config in one of three ways: the smallest edit of its text, a new file that inherits it, or arguments of the command
 * line. Every edit is tried in memory first: only one after which the config has the wanted values, and every other value as before,
 * is offered.
 */
public final class Patcher {

    private final Config config;
    private final Scopes scopes;
    private final Predicate<Path> own;

    private Patcher(Config config, Scopes scopes, Predicate<Path> own) {
        this.config = config;
        this.scopes = scopes;
        this.own = own;
    }

    /**
     * Changes the file that was opened and no other: what its bases set, it overrides.
     *
     * @param scopes as the config was read with
     */
    public static Patcher of(Config config, Scopes scopes) {
        return new Patcher(config, scopes, config.top().path()::equals);
    }

    /** Changes values where they are written, in these files too; other configs that inherit from them change with them. */
    public Patcher owning(Predicate<Path> files) {
        return new Patcher(config, scopes, p -> own.test(p) || files.test(p));
    }

    /** The same for everything that it inherits, but for what was installed with a package. */
    public Patcher owningBases() {
        return owning(f -> !f.toString().contains("site-packages"));
    }

    /**
     * The smallest edit of the text.
     *
     * @throws LayergraftException INPUT when there is none: then a base has to be changed, or the command line to say it
     */
    public ConfigPatch inPlace(List<Assignment> wanted) throws LayergraftException {
        Config now = config;
        ConfigFiles files = ConfigFiles.onDisk();
        Map<Path, byte[]> after = new LinkedHashMap<>();
        for (Assignment assignment : wanted) {
            Optional<Tried> tried = Optional.empty();
            for (TextEdit edit : new Candidates(now, own).of(assignment)) {
                if (tried.isEmpty() && edit.fits()) {
                    ConfigFiles changed = files.with(edit.file().path(), edit.applied());
                    Config before = now;
                    tried = read(changed)
                            .filter(c -> fulfilled(assignment, before, c))
                            .map(c -> new Tried(c, changed, edit.file().path(), edit.applied()));
                }
            }
            if (tried.isEmpty()) {
                throw refused(assignment);
            }
            now = tried.get().config();
            files = tried.get().files();
            after.put(tried.get().file(), tried.get().content());
        }
        var changes = new ArrayList<FileChange>();
        for (var change : after.entrySet()) {
            byte[] before = config.file(change.getKey()).orElseThrow().source().bytes();
            if (!java.util.Arrays.equals(before, change.getValue())) {
                changes.add(new FileChange(change.getKey(), Optional.of(before), change.getValue()));
            }
        }
        return new ConfigPatch(changes, now);
    }

    private record Tried(Config config, ConfigFiles files, Path file, byte[] content) {}

    /** Why no edit of the text does it. */
    private LayergraftException refused(Assignment assignment) {
        Optional<Span> written = written(assignment.path());
        String place = written.map(Span::shown)
                .orElse(config.top().path().getFileName().toString());
        boolean elsewhere = written.filter(s -> !own.test(s.file())).isPresent();
        boolean present = config.values().at(assignment.path()).isPresent();
        List<String> sharing = present ? sharing(assignment.path()) : List.of();
        String key = assignment instanceof Remove
                ? present ? "patch.notRemoved" : "patch.unset"
                : elsewhere ? "patch.nowhere" : sharing.isEmpty() ? "patch.noEdit" : "patch.shared";
        return LayergraftException.input(
                "config", key, assignment.shown(), place, assignment.path(), String.join(", ", sharing));
    }

    /** Where the key is written, or else the innermost value around it. */
    private Optional<Span> written(ConfigPath path) {
        return config.values()
                .at(path)
                .map(e -> e.site().whole())
                .or(() -> path.parent().flatMap(this::written));
    }

    private static final int MOST_NAMED = 3;

    /** Other keys that get their value from the same place. */
    private List<String> sharing(ConfigPath path) {
        Site site = config.values().at(path).orElseThrow().site();
        var all = new ArrayList<String>();
        Settings.walk(config.values(), new ConfigPath(List.of()), (other, entry) -> {
            if (all.size() < MOST_NAMED && entry.site().equals(site) && !other.equals(path)) {
                all.add(other.toString());
            }
        });
        return all;
    }

    private Optional<Config> read(ConfigFiles files) {
        try {
            return Optional.of(ConfigReader.read(config.top().path(), scopes, files));
        } catch (LayergraftException broken) {
            return Optional.empty();
        }
    }

    /** The wanted value is there, every other one is as before, and nothing more is refused or not followed. */
    private static boolean fulfilled(Assignment assignment, Config before, Config after) {
        boolean loads = after.refusals().size() <= before.refusals().size()
                && after.notes().size() <= before.notes().size();
        return loads
                && switch (assignment) {
                    case Set set ->
                        after.values()
                                        .at(set.path())
                                        .filter(e -> e.value().same(set.value()))
                                        .isPresent()
                                && expected(set, before.values()).same(after.values());
                    case Remove(ConfigPath path) -> isGone(path, before, after);
                };
    }

    private static ConfigValue.Dict expected(Set set, ConfigValue.Dict values) {
        return Candidates.with(values, set.path().keys(), set.value());
    }

    private static boolean isGone(ConfigPath path, Config before, Config after) {
        Optional<Entry> now = after.values().at(path);
        Optional<Entry> old = before.values().at(path);
        boolean elsewhere = now.isEmpty()
                || !now.get()
                        .site()
                        .equals(old.map(Entry::site).orElse(now.get().site()));
        // What is beside it stays; what is around it may come from a base again.
        ConfigPath around =
                new ConfigPath(path.keys().subList(0, Math.min(2, path.keys().size())));
        boolean rest = Candidates.without(before.values(), around.keys())
                .same(Candidates.without(after.values(), around.keys()));
        return elsewhere && rest;
    }

    /**
     * A new file that inherits the config and sets what is wanted.
     *
     * @param file beside or anywhere; must not exist
     * @throws LayergraftException INPUT when an override cannot say it: elements of lists, and what is to be removed
     */
    public ConfigPatch override(List<Assignment> wanted, Path file) throws LayergraftException {
        Path target = file.toAbsolutePath().normalize();
        if (target.equals(config.top().path())) {
            throw LayergraftException.input("config", "write.exists", target);
        }
        boolean lazy = config.top().lazy();
        byte[] content =
                OverrideText.of(config, wanted, target, lazy).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Config result = ConfigReader.read(target, scopes, ConfigFiles.onDisk().with(target, content));
        ConfigValue.Dict expected = config.values();
        for (Assignment assignment : wanted) {
            if (!(assignment instanceof Set set)) {
                throw LayergraftException.input("config", "patch.override", assignment.shown());
            }
            expected = expected(set, expected);
        }
        if (!expected.same(result.values())
                || result.refusals().size() > config.refusals().size()) {
            String all =
                    String.join(", ", wanted.stream().map(Assignment::shown).toList());
            throw LayergraftException.input("config", "patch.override", all);
        }
        return new ConfigPatch(List.of(new FileChange(target, Optional.empty(), content)), result);
    }

    /**
     * The same for the command line of a training script, quoted for a shell: {@code --cfg-options a.b=c}.
     *
     * @throws LayergraftException INPUT when the command line cannot say it: what is to be removed, and single elements of lists
     */
    public String options(List<Assignment> wanted) throws LayergraftException {
        var words = new ArrayList<String>();
        for (Assignment assignment : wanted) {
            List<String> written = Options.written(assignment)
                    .orElseThrow(() -> LayergraftException.input("config", "patch.options", assignment.shown()));
            written.forEach(w -> words.add(w.matches("[\\w.=+/:,-]+") ? w : "'" + w.replace("'", "'\\''") + "'"));
        }
        return "--cfg-options " + String.join(" ", words);
    }

    /** Whether an override file can be in the format of MMEngine's pure Python style, whose bases are named as modules. */
    static boolean isModule(Path file) {
        String name = file.getFileName().toString();
        return Format.of(file).filter(Format.PYTHON::equals).isPresent()
                && Written.isName(name.substring(0, name.length() - ".py".length()));
    }
}
