package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.VariedOption;
import org.layergraft.experiment.RunComparison;
import org.layergraft.step.GradientState;
import org.layergraft.step.Phase;
import org.layergraft.step.Switches;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.CoverageLook;
import org.layergraft.ui.common.KeyHint;
import org.layergraft.ui.find.Hit;
import org.layergraft.ui.menu.Act;
import org.layergraft.ui.newlayer.Role;
import org.layergraft.ui.switches.LossViewModel;

class WordsTest {

    private static final Path BUNDLES = Path.of("app/src/main/resources/org/layergraft/ui");
    private static final Pattern KEY = Pattern.compile("\"([a-z]+(?:\\.[a-z_]+)+)\\.?\"");
    private static final Pattern FXML_KEY = Pattern.compile("\"%([a-z_.]+)\"");

    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertEquals(keys("messages.properties"), keys("messages_zh.properties"));
    }

    @Test
    void everyKeyThatAScreenAsksForExists() throws IOException {
        var missing = new TreeSet<>(found(FXML_KEY, Path.of("fxml"), ".fxml"));
        missing.removeAll(keys("messages.properties"));
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyKeyIsUsedSomewhere() throws IOException {
        var used = new TreeSet<>(found(FXML_KEY, Path.of("fxml"), ".fxml"));
        used.addAll(found(KEY, Path.of("app/src/main/java/org/layergraft/ui"), ".java"));
        Stream.of(ActionId.values()).forEach(a -> used.add(a.key()));
        Stream.of(ActionId.Group.values()).forEach(g -> used.add(g.key()));
        Stream.of("system", "light", "dark").forEach(t -> used.add("preferences.theme." + t));
        Stream.of(Hit.Kind.values()).forEach(k -> used.add(k.key()));
        Stream.of(KeyHint.Where.values()).forEach(w -> used.add(w.key()));
        Stream.of(KeyHint.values()).forEach(h -> Stream.of(h.key(), h.press()).forEach(used::add));
        Stream.of(FileDialogs.Kind.values())
                .forEach(k -> Stream.of(k.key(), k.key() + ".files").forEach(used::add));
        Stream.of(CoverageLook.Column.values()).forEach(c -> used.add("coverage.column." + c.id()));
        Stream.of("parameter", "covered").forEach(c -> used.add("coverage.column." + c));
        Stream.of(Act.values()).forEach(a -> used.add("menu." + lower(a)));
        Stream.of("frozen", "trainable").forEach(w -> used.add("menu.why." + w));
        Stream.of(GradientState.values()).forEach(s -> used.add("state." + lower(s)));
        Stream.of(Phase.values()).forEach(p -> used.add("phase." + lower(p)));
        Stream.of(Role.Kind.values()).forEach(k -> used.add("newlayer.role." + lower(k)));
        Stream.of(RunComparison.Kind.values())
                .forEach(k -> Stream.of("", ".count").forEach(end -> used.add("compare.kind." + lower(k) + end)));
        Stream.of(
                        "ranks",
                        "ranks.none",
                        "device",
                        "loss",
                        "loss.none",
                        "inputs",
                        "inputs.none",
                        "steps",
                        "seed",
                        "bucket_cap_mb.none")
                .forEach(s -> used.add("run.setting." + s));
        Samples.find()
                .forEach(s ->
                        used.add("start.sample." + s.getFileName().toString().replaceFirst("\\.pt$", "")));
        Stream.of("elements", "rows", "channels")
                .forEach(s -> Stream.of("idle", "busy").forEach(k -> used.add("coverage." + k + "." + s)));
        Stream.of("rest", "ready", "bucket", "exchange", "waits").forEach(l -> used.add("timeline.legend." + l));
        Stream.of(LossViewModel.Rule.values()).forEach(r -> used.add("loss.rule." + lower(r)));
        Stream.of(Outcome.values()).forEach(o -> used.add("outcome." + o.id()));
        Stream.of(Role.Kind.values()).forEach(k -> used.add("newlayer.does." + lower(k)));
        Stream.of(Switches.Checkpoint.Mode.values()).forEach(m -> used.add("matrix.checkpoint." + lower(m)));
        Stream.of(VariedOption.values())
                .forEach(o -> Stream.of("axes.tip.", "matrix.column.").forEach(k -> used.add(k + o.id())));
        Stream.of("newlayer.role.declare.root", "newlayer.does.declare.root", "newlayer.does.wrap.beside")
                .forEach(used::add);
        Stream.of(org.layergraft.graft.HyperKind.Type.values()).forEach(t -> used.add("newlayer.error." + lower(t)));
        Stream.of(
                        "find_unused_parameters",
                        "find_unused_instead",
                        "static_graph",
                        "drop_find_unused",
                        "drop_static_graph",
                        "nonreentrant",
                        "checkpoint_off",
                        "remove",
                        "connect",
                        "add_zero",
                        "freeze")
                .forEach(f -> used.add("verdict.fix." + f));
        for (var lesson : org.layergraft.ui.verdict.Lesson.all()) {
            Stream.of("title", "text", "picture").forEach(p -> used.add("learn." + lesson.name() + "." + p));
        }
        var unused = new TreeSet<>(keys("messages.properties"));
        unused.removeAll(used);
        assertEquals(Set.of(), unused);
    }

    @Test
    void textsThatScreensTakeAsTheyStandHaveNoPatterns() throws IOException {
        for (String bundle : new String[] {"messages.properties", "messages_zh.properties"}) {
            var texts = load(bundle);
            for (String key : found(FXML_KEY, Path.of("fxml"), ".fxml")) {
                String text = texts.getProperty(key, "");
                assertFalse(text.contains("{") || text.contains("''"), key + " in " + bundle + ": " + text);
            }
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Set<String> keys(String bundle) throws IOException {
        return new TreeSet<>(load(bundle).stringPropertyNames());
    }

    private static Properties load(String bundle) throws IOException {
        var texts = new Properties();
        try (var reader = Files.newBufferedReader(BUNDLES.resolve(bundle))) {
            texts.load(reader);
        }
        return texts;
    }

    private static Set<String> found(Pattern pattern, Path folder, String ending) throws IOException {
        try (var files = Files.walk(folder)) {
            var texts = files.filter(f -> f.toString().endsWith(ending)).toList();
            var keys = new TreeSet<String>();
            for (Path file : texts) {
                keys.addAll(pattern.matcher(Files.readString(file))
                        .results()
                        .map(m -> m.group(1))
                        .collect(Collectors.toSet()));
            }
            return keys;
        }
    }
}
