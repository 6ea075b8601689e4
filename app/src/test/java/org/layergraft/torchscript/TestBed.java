package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/**
 * Archives of torchvision's and torch.nn's models and of many small ones, scripted and traced, made by the PyTorch installed here;
 * and that PyTorch's opinion of any archive. Made once per build, below {@code target/testbed}. What is in it:
 * {@code bed/make_bed.py}, {@code bed/small_modules.py} and {@code bed/seen.py}. {@code -Dlayergraft.bed=all} adds the big ones.
 *
 * <p>Tests that use it are skipped with a notice where PyTorch or torchvision is missing.
 */
public final class TestBed {

    private static final String FINISHED = "notes.txt";

    private TestBed() {}

    public enum How {
        SCRIPTED,
        TRACED;

        private String ending() {
            return "." + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param name as in {@code make_bed.py}: {@code fasterrcnn}
     * @param inputs what {@code torch.save} wrote: the tuple of forward's arguments
     */
    public record Model(String name, How how, Path archive, Path inputs) {

        /** What PyTorch itself saw of the values of this model: JSON, see {@code bed/seen.py}. */
        public JsonNode seen() throws IOException {
            return new ObjectMapper()
                    .readTree(archive.resolveSibling(name + how.ending() + ".seen")
                            .toFile());
        }

        @Override
        public String toString() {
            return name + how.ending();
        }
    }

    /** A tensor's name as {@code named_parameters} gives it, and what else PyTorch says of it. */
    public record Named(String name, List<Long> shape, String dtype, boolean requiresGrad) {}

    /** A module's path as {@code named_modules} gives it, and its class' short name. */
    public record Part(String path, String type) {}

    /**
     * What PyTorch says about an archive.
     *
     * @param outputs digest of every bit that forward returned; equal digests are equal outputs. Empty where no inputs were given
     * @param values the same without requires_grad
     * @param error why it could not be loaded or run, or empty
     */
    public record Judged(
            List<Named> parameters,
            List<Named> buffers,
            List<Part> modules,
            Optional<String> outputs,
            Optional<String> values,
            Optional<String> error) {}

    /** An archive to be judged, run where inputs are given. */
    public record Case(Path archive, Optional<Path> inputs) {}

    /** Every model there is, in the order of their names. */
    public static List<Model> models() throws IOException, InterruptedException {
        var folder = made();
        var found = new ArrayList<Model>();
        for (var how : How.values()) {
            try (var files = Files.list(folder)) {
                files.map(f -> f.getFileName().toString())
                        .filter(n -> n.endsWith(how.ending() + ".pt"))
                        .map(n -> n.substring(0, n.length() - (how.ending() + ".pt").length()))
                        .forEach(name -> found.add(in(folder, name, how)));
            }
        }
        found.sort(java.util.Comparator.comparing(Model::toString));
        return found;
    }

    public static Model model(String name, How how) throws IOException, InterruptedException {
        return in(made(), name, how);
    }

    private static Model in(Path folder, String name, How how) {
        return new Model(
                name,
                how,
                folder.resolve(name + how.ending() + ".pt"),
                folder.resolve(name + how.ending() + ".inputs"));
    }

    /** Asks one PyTorch process about many archives; answers come in the same order. */
    public static List<Judged> judge(List<Case> cases) throws IOException, InterruptedException {
        var lines = new StringBuilder();
        for (var one : cases) {
            lines.append(one.archive().toAbsolutePath());
            one.inputs().ifPresent(i -> lines.append('\t').append(i.toAbsolutePath()));
            lines.append('\n');
        }
        var questions = Files.createTempFile("judge", ".txt");
        Files.writeString(questions, lines);
        try {
            var answers = PythonTorch.run(script("judge.py"), questions)
                    .lines()
                    .filter(l -> l.startsWith("{"))
                    .toList();
            assertEquals(cases.size(), answers.size(), () -> String.join("\n", answers));
            var json = new ObjectMapper();
            var judged = new ArrayList<Judged>();
            for (var answer : answers) {
                judged.add(judged(json.readTree(answer)));
            }
            return judged;
        } finally {
            Files.delete(questions);
        }
    }

    private static Judged judged(JsonNode said) {
        return new Judged(
                named(said.path("parameters")),
                named(said.path("buffers")),
                list(said.path("modules")).stream()
                        .map(m -> new Part(m.path(0).asText(), m.path(1).asText()))
                        .toList(),
                Optional.of(said.path("outputs").asText()).filter(s -> !s.isEmpty()),
                Optional.of(said.path("values").asText()).filter(s -> !s.isEmpty()),
                Optional.of(said.path("error").asText()).filter(s -> !s.isEmpty()));
    }

    private static List<Named> named(JsonNode tensors) {
        return list(tensors).stream()
                .map(t -> new Named(
                        t.path(0).asText(),
                        list(t.path(1)).stream().map(JsonNode::asLong).toList(),
                        t.path(2).asText(),
                        t.path(3).asBoolean()))
                .toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** The folder with the bed of this build, made if it is not there. */
    private static Path made() throws IOException, InterruptedException {
        PythonTorch.assumePresent("torchvision");
        boolean all = System.getProperty("layergraft.bed", "").equals("all");
        var beds = Files.createDirectories(Path.of("target", "testbed").toAbsolutePath());
        var folder = beds.resolve(fingerprint() + (all ? "-all" : ""));
        // Two test processes at once must not make it twice.
        try (var channel = FileChannel.open(beds.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!Files.exists(folder.resolve(FINISHED))) {
                PythonTorch.run(
                        script("make_bed.py"),
                        all ? List.of(folder, "all").toArray() : List.of(folder).toArray());
            }
        }
        Assumptions.assumeTrue(Files.exists(folder.resolve(FINISHED)), "skipped: no test bed");
        return folder;
    }

    private static String fingerprint() throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(Path.of(script("make_bed.py"))));
            digest.update(Files.readAllBytes(Path.of(script("small_modules.py"))));
            digest.update(Files.readAllBytes(Path.of(script("seen.py"))));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String script(String name) {
        try {
            return Path.of(TestBed.class.getResource("bed/" + name).toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
