package org.layergraft.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.layergraft.config.ConfigFile.Format;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.SyntaxReader;

/**
 * Reads a config and what it inherits, as {@code mmengine.config.Config.fromfile} does (mmengine/config/config.py, _file2dict and
 * _parse_lazy_import), without executing anything.
 */
public final class ConfigReader {

    private static final int LONGEST_CHAIN = 60;
    private static final int MOST_FILES = 300;

    /** Names of Config's own (mmengine/config/config.py, RESERVED_KEYS). */
    private static final Set<String> RESERVED = Set.of("filename", "text", "pretty_text", "env_variables");

    private final ConfigFiles disk;
    private final Scopes scopes;
    private final SyntaxReader parser;
    private final Environment environment;
    private final Budget budget = new Budget();
    private final List<Path> chain = new ArrayList<>();
    private final Map<Path, ConfigFile> files = new LinkedHashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private int count;

    private ConfigReader(ConfigFiles disk, Scopes scopes, SyntaxReader parser, Environment environment) {
        this.disk = disk;
        this.scopes = scopes;
        this.parser = parser;
        this.environment = environment;
    }

    /** Whether a file is a config by its name: Python, YAML or JSON. */
    public static boolean isNamed(Path file) {
        return Format.of(file).isPresent();
    }

    /**
     * Reads a config.
     *
     * @throws LayergraftException INPUT when a file of the chain is missing, inherits itself, is no Python, YAML or JSON, or is far
     *     larger than any config; the sentence names the chain
     */
    public static Config read(Path file, Scopes scopes) throws LayergraftException {
        return read(file, scopes, ConfigFiles.onDisk());
    }

    /**
     * Reads a config that a person named.
     *
     * @throws LayergraftException INPUT as {@link #read}, and for a file of another library, or a script
     */
    public static Config open(Path file, Scopes scopes) throws LayergraftException {
        Config config = read(file, scopes);
        Foreign.refuse(config);
        return config;
    }

    static Config read(Path file, Scopes scopes, ConfigFiles disk) throws LayergraftException {
        return read(file, scopes, disk, Environment.ofThisProgram());
    }

    static Config read(Path file, Scopes scopes, ConfigFiles disk, Environment environment) throws LayergraftException {
        try (var parser = new SyntaxReader()) {
            var reader = new ConfigReader(disk, scopes, parser, environment);
            Path whole = file.toAbsolutePath().normalize();
            ConfigValue.Dict values = reader.merged(whole, Optional.empty());
            values.entries().forEach((key, entry) -> {
                if (RESERVED.contains(key)) {
                    reader.note("note.reserved", entry.site().whole(), key);
                }
            });
            ConfigFile top = reader.files.remove(whole);
            reader.files.put(whole, top);
            return new Config(List.copyOf(reader.files.values()), values, reader.refusals, reader.notes);
        }
    }

    /** The file with all its bases. */
    private ConfigValue.Dict merged(Path file, Optional<Span> named) throws LayergraftException {
        if (chain.contains(file)) {
            chain.add(file);
            throw LayergraftException.input("config", "read.cycle", chainText());
        }
        chain.add(file);
        if (chain.size() > LONGEST_CHAIN || ++count > MOST_FILES) {
            throw LayergraftException.input("config", "read.chain", chain.getFirst(), MOST_FILES);
        }
        Optional<byte[]> bytes = disk.read(file);
        if (bytes.isEmpty()) {
            String none = disk.isFolder(file) ? "read.folder" : "read.missing";
            throw named.isEmpty()
                    ? LayergraftException.input("config", none, file)
                    : LayergraftException.input(
                            "config", "read.missingBase", file, named.get().shown(), chainText());
        }
        Format format = Format.of(file).orElseThrow(() -> LayergraftException.input("config", "read.format", file));
        var source = new SourceText(file, bytes.get());
        notes(source, format);
        ConfigValue.Dict values = format == Format.PYTHON ? python(source) : data(source, format);
        chain.removeLast();
        return values;
    }

    private String chainText() {
        return chain.stream().map(p -> p.getFileName().toString()).collect(Collectors.joining(" → "));
    }

    private void notes(SourceText source, Format format) {
        if (!source.isUtf8()) {
            note("note.encoding", source.whole(), source.file().getFileName());
        }
        // YAML itself allows a mark (PyYAML, scanner.py, scan_to_next_token).
        if (source.marked() && format != Format.YAML) {
            note("note.mark", source.whole(), source.file().getFileName());
        }
    }

    /** The pure Python style has none of it (mmengine/config/config.py, _parse_lazy_import). */
    private void environment(SourceText source) {
        for (Environment.Asked asked : Environment.asked(source.text())) {
            Span where = source.span(asked.start(), asked.end());
            Optional<String> value = environment.value(asked.name(), asked.otherwise());
            String key = value.isEmpty()
                    ? "note.noVariable"
                    : environment.isSet(asked.name()) ? "note.variable" : "note.default";
            notes.add(new Note(Problem.of("config", key, where.shown(), asked.name(), value.orElse("")), where));
        }
    }

    private void note(String key, Span where, Object argument) {
        notes.add(new Note(Problem.of("config", key, argument), where));
    }

    private ConfigValue.Dict python(SourceText source) throws LayergraftException {
        var python = new PythonConfig(source, parser, budget, environment);
        return python.isLazy() ? lazy(source, python) : classic(source, python);
    }

    private ConfigValue.Dict lazy(SourceText source, PythonConfig python) throws LayergraftException {
        var bases = new ArrayList<ConfigFile.Base>();
        var values = python.evaluate(new ConfigValue.Dict(Map.of(), source.whole()), (module, where) -> {
            Optional<Path> found = module(module, source.file(), where);
            bases.add(new ConfigFile.Base(module, where, found));
            if (found.isEmpty()) {
                note("note.scope", where, module);
                return Optional.empty();
            }
            return Optional.of(merged(found.get(), Optional.of(where)));
        });
        notes.addAll(python.notes());
        files.put(source.file(), new ConfigFile(source, Format.PYTHON, true, bases, values));
        return values;
    }

    /** Relative modules are files beside; others belong to an installed package. */
    private Optional<Path> module(String module, Path from, Span where) throws LayergraftException {
        try {
            return module(module, from);
        } catch (InvalidPathException noName) {
            throw LayergraftException.input("config", "read.missingBase", module, where.shown(), chainText());
        }
    }

    private Optional<Path> module(String module, Path from) {
        int level = 0;
        while (level < module.length() && module.charAt(level) == '.') {
            level++;
        }
        if (level == 0) {
            return scopes.module(module, from, disk);
        }
        Path folder = from.getParent();
        for (int i = 1; i < level && folder.getParent() != null; i++) {
            folder = folder.getParent();
        }
        return Optional.of(folder.resolve(module.substring(level).replace('.', '/') + ".py")
                .normalize());
    }

    private ConfigValue.Dict classic(SourceText source, PythonConfig python) throws LayergraftException {
        List<ConfigFile.Base> bases = bases(python.bases(), source.file());
        environment(source);
        ConfigValue.Dict base = together(bases, source);
        ConfigValue.Dict own = python.evaluate(base, (_, _) -> Optional.empty());
        notes.addAll(python.notes());
        files.put(source.file(), new ConfigFile(source, Format.PYTHON, false, bases, own));
        return over(own, python.base());
    }

    private ConfigValue.Dict data(SourceText source, Format format) throws LayergraftException {
        ConfigValue value = format == Format.JSON ? JsonConfig.read(source) : YamlConfig.read(source);
        environment(source);
        if (!(value instanceof ConfigValue.Dict whole)) {
            throw LayergraftException.input("config", "read.noMapping", source.file());
        }
        var entries = new LinkedHashMap<>(whole.entries());
        Entry named = entries.remove("_base_");
        List<ConfigFile.Base> bases =
                bases(named == null ? List.of() : PythonConfig.texts(named.value()), source.file());
        ConfigValue.Dict base = together(bases, source);
        var own = (ConfigValue.Dict)
                DataTemplates.resolved(new ConfigValue.Dict(entries, whole.span()), base, source, environment);
        files.put(source.file(), new ConfigFile(source, format, false, bases, own));
        return over(own, base);
    }

    private ConfigValue.Dict over(ConfigValue.Dict own, ConfigValue.Dict base) {
        var merge = new Merge(false);
        // It is told when the config is loaded, and no setting.
        ConfigValue.Dict merged = merge.merge(Candidates.without(own, List.of("_deprecation_")), base);
        refusals.addAll(merge.refusals());
        return merged;
    }

    private Optional<Path> named(String base, Path from, Span where) throws LayergraftException {
        try {
            return base.contains("::")
                    ? scopes.scoped(base, from, disk)
                    : Optional.of(from.resolveSibling(base).normalize());
        } catch (InvalidPathException noName) {
            throw LayergraftException.input("config", "read.missingBase", base, where.shown(), chainText());
        }
    }

    private List<ConfigFile.Base> bases(List<ConfigValue> names, Path from) throws LayergraftException {
        var bases = new ArrayList<ConfigFile.Base>();
        for (ConfigValue name : names) {
            if (name instanceof ConfigValue.Text(String text, Span where)) {
                Optional<Path> file = named(text, from, where);
                bases.add(new ConfigFile.Base(text, where, file));
            } else {
                note("note.opaqueBase", name.span(), name.span().shown());
            }
        }
        return bases;
    }

    /** All bases side by side: no key may be in two of them. */
    private ConfigValue.Dict together(List<ConfigFile.Base> bases, SourceText source) throws LayergraftException {
        var all = new LinkedHashMap<String, Entry>();
        for (ConfigFile.Base base : bases) {
            if (base.file().isEmpty()) {
                note("note.scope", base.where(), base.written());
                continue;
            }
            ConfigValue.Dict values = merged(base.file().get(), Optional.of(base.where()));
            for (var entry : values.entries().entrySet()) {
                Entry twice = all.putIfAbsent(entry.getKey(), entry.getValue());
                if (twice != null) {
                    throw LayergraftException.input(
                            "config",
                            "read.duplicate",
                            entry.getKey(),
                            twice.site().whole().shown(),
                            entry.getValue().site().whole().shown(),
                            base.where().shown());
                }
            }
        }
        return new ConfigValue.Dict(all, source.whole());
    }
}
