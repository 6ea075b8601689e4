package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.layergraft.text.LayergraftException;

/** Configs in any layout: after a patch they have the wanted values and nothing else changed, and back is byte for byte back. */
class PatchRoundTripTest {

    private static final Set<String> REFUSALS = Set.of("patch.nowhere", "patch.shared", "patch.noEdit");

    private static final List<String> KEYS = List.of("a", "b", "with_cp", "x.y", "n1");

    @Property(tries = 300)
    void thereAndBack(@ForAll long seed) throws Exception {
        var random = new Random(seed);
        Path file = Files.createTempFile("roundtrip", ".py");
        try {
            String line = List.of("\n", "\r\n").get(random.nextInt(2));
            String mark = random.nextInt(4) == 0 ? "\uFEFF" : "";
            byte[] before = (mark + text(random, line)).getBytes(StandardCharsets.UTF_8);
            Files.write(file, before);
            Config config = ConfigReader.read(file, Scopes.NONE);
            List<Assignment> wanted = wanted(random);
            ConfigPatch patch;
            try {
                patch = Patcher.of(config, Scopes.NONE).inPlace(wanted);
            } catch (LayergraftException nowhere) {
                assertTrue(REFUSALS.contains(nowhere.problem().key()), nowhere.getMessage());
                return;
            }
            patch.write();
            Config after = ConfigReader.read(file, Scopes.NONE);
            for (Assignment assignment : wanted) {
                var set = (Assignment.Set) assignment;
                assertTrue(after.values().at(set.path()).orElseThrow().value().same(set.value()), set::shown);
            }
            byte[] now = Files.readAllBytes(file);
            for (FileChange change : patch.changes()) {
                assertArrayEquals(before, change.reversed().after());
                new ConfigPatch(List.of(change.reversed()), config).write();
            }
            assertArrayEquals(before, Files.readAllBytes(file));
            boolean large = config.values()
                    .at(wanted.getFirst().path())
                    .filter(e -> e.value() instanceof ConfigValue.Dict)
                    .isPresent();
            if (wanted.size() == 1 && !large) {
                assertTrue(changed(before, now) <= 100, () -> new String(now, StandardCharsets.UTF_8));
            }
            // No line end of the other kind crept in.
            String text = new String(now, StandardCharsets.UTF_8);
            assertEquals(line.equals("\n") ? 0 : text.split("\n", -1).length - 1, text.split("\r", -1).length - 1);
        } finally {
            try (var all = Files.list(file.getParent())) {
                for (Path one : all.filter(f -> f.getFileName()
                                .toString()
                                .startsWith(file.getFileName().toString()))
                        .toList()) {
                    Files.delete(one);
                }
            }
        }
    }

    /** How many bytes lie between what both begin and what both end with. */
    private static int changed(byte[] a, byte[] b) {
        int start = Math.max(0, Arrays.mismatch(a, b));
        int end = 0;
        while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] == b[b.length - 1 - end]) {
            end++;
        }
        return Math.max(a.length, b.length) - start - end;
    }

    private static List<Assignment> wanted(Random random) throws LayergraftException {
        var wanted = new ArrayList<Assignment>();
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            var path = new ArrayList<>(List.of(List.of("model", "lr", "fresh").get(random.nextInt(3))));
            for (int deep = random.nextInt(4); deep > 0 && !path.getFirst().equals("lr"); deep--) {
                path.add(KEYS.get(random.nextInt(KEYS.size())));
            }
            String value =
                    List.of("True", "-1", "[1,(2,x)]", "None", "word", "0.5").get(random.nextInt(6));
            wanted.add(new Assignment.Set(new ConfigPath(path), Options.value(value)));
        }
        // The second may undo the first one's path.
        return wanted.size() == 2
                        && (wanted.get(0).path().startsWith(wanted.get(1).path())
                                || wanted.get(1).path().startsWith(wanted.get(0).path()))
                ? wanted.subList(0, 1)
                : wanted;
    }

    private static String text(Random random, String line) {
        var text = new StringBuilder();
        text.append("# Größe").append(line).append("lr = 1e-3  # rate").append(line);
        text.append("model = ").append(dict(random, line, 3, "")).append(random.nextBoolean() ? "  # end" : "");
        if (random.nextBoolean()) {
            text.append(line);
        }
        if (random.nextBoolean() && text.toString().endsWith(line)) {
            text.append("other = [1, 2,").append(line).append("\t3]").append(line);
        }
        return text.toString();
    }

    private static String dict(Random random, String line, int depth, String indent) {
        boolean braces = random.nextInt(3) == 0;
        boolean lines = random.nextBoolean();
        String inner = indent + List.of("    ", "\t", "  ").get(random.nextInt(3));
        var entries = new ArrayList<String>();
        for (String key : KEYS) {
            boolean name = !key.contains(".");
            if (random.nextBoolean() || !braces && !name) {
                continue;
            }
            String value = depth > 0 && random.nextInt(3) == 0
                    ? dict(random, line, depth - 1, inner)
                    : List.of("1", "'é'", "[1, 2]", "dict()", "{}", "None").get(random.nextInt(6));
            entries.add((braces ? "'" + key + "': " : key + "=") + value);
        }
        String open = braces ? "{" : "dict(";
        String close = braces ? "}" : ")";
        if (entries.isEmpty()) {
            return open + close;
        }
        if (!lines) {
            return open + String.join(", ", entries) + (random.nextBoolean() ? "," : "") + close;
        }
        var text = new StringBuilder(open).append(line);
        for (int i = 0; i < entries.size(); i++) {
            boolean last = i == entries.size() - 1;
            boolean comma = !last || random.nextBoolean();
            boolean closed = last && random.nextBoolean();
            text.append(inner).append(entries.get(i)).append(comma ? "," : "");
            text.append(closed ? "" : random.nextInt(3) == 0 ? "  # note, with a comma" + line : line);
            if (closed) {
                return text.append(close).toString();
            }
        }
        return text.append(indent).append(close).toString();
    }
}
