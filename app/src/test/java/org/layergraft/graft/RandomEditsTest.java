package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.process.Cancellation;
import org.layergraft.process.Installation;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;
import org.layergraft.torchscript.TestBed;

/**
 * Random edits on the test bed. Every result is loaded by Python and by the engine, with the parameters the graph says it has; edits
 * that must not change what comes out do not change a bit of it; and the archive gives its base back to the byte.
 *
 * <p>{@code -Dlayergraft.sequences=500 -Dlayergraft.seed=7} tries more and others.
 */
class RandomEditsTest {

    private static final int LARGEST = Integer.getInteger("layergraft.largest", 1_000_000);

    @TempDir
    Path folder;

    /** @param harmless every edit is one that must not change outputs */
    private record Sequence(
            TestBed.Model of, ScriptModel base, List<Edit> edits, ScriptModel model, boolean harmless, long seed) {
        @Override
        public String toString() {
            return of + " seed " + seed + "\n" + EditScript.write(edits);
        }
    }

    @Test
    void everyResultLoadsAndGivesItsBaseBack() throws Exception {
        int count = Integer.getInteger("layergraft.sequences", 24);
        long first = Long.getLong("layergraft.seed", 1);
        var bed = new ArrayList<TestBed.Model>();
        for (var model : TestBed.models()) {
            if (Files.size(model.archive()) < LARGEST) {
                bed.add(model);
            }
        }
        var sequences = new ArrayList<Sequence>();
        var refused = new TreeMap<String, Integer>();
        for (long seed = first; seed < first + count; seed++) {
            var random = new Random(seed * 7919);
            var of = bed.get(random.nextInt(bed.size()));
            var sequence = sequence(of, random, seed, refused);
            if (!sequence.edits().isEmpty()) {
                sequences.add(sequence);
            }
        }
        System.out.println(sequences.size() + " sequences; refused: " + refused);
        assertTrue(sequences.size() > count / 2, refused.toString());
        judge(sequences);
    }

    private Sequence sequence(TestBed.Model of, Random random, long seed, TreeMap<String, Integer> refused)
            throws Exception {
        var base = ScriptReader.read(of.archive());
        boolean harmless = random.nextBoolean();
        var edits = new ArrayList<Edit>();
        var grafted = Grafter.start(base);
        for (int i = 0; i < 12 && edits.size() < 5; i++) {
            var edit = new RandomEdit(random, ModelGraphs.read(grafted.model()), harmless).next();
            try {
                grafted = Grafter.then(grafted, edit);
                edits.add(edit);
            } catch (LayergraftException said) {
                refused.merge(said.problem().key(), 1, Integer::sum);
            } catch (RuntimeException bug) {
                edits.add(edit);
                throw new AssertionError(new Sequence(of, base, edits, base, harmless, seed).toString(), bug);
            }
        }
        return new Sequence(of, base, edits, grafted.model(), harmless, seed);
    }

    private void judge(List<Sequence> sequences) throws Exception {
        var cases = new ArrayList<TestBed.Case>();
        var bases = new LinkedHashMap<TestBed.Model, Integer>();
        for (var sequence : sequences) {
            var file = folder.resolve(cases.size() + ".pt");
            ScriptWriter.write(
                    CarriedLog.withLog(sequence.base(), EditLog.of(sequence.edits()), sequence.model()), file);
            cases.add(new TestBed.Case(file, Optional.of(sequence.of().inputs()).filter(_ -> sequence.harmless())));
        }
        for (var sequence : sequences) {
            if (!bases.containsKey(sequence.of())) {
                bases.put(sequence.of(), cases.size());
                cases.add(new TestBed.Case(
                        sequence.of().archive(), Optional.of(sequence.of().inputs())));
            }
        }
        var judged = TestBed.judge(cases);
        try (var engine = new LocalStepRunner(Installation.find(), folder.resolve("engine"))) {
            for (int i = 0; i < sequences.size(); i++) {
                var sequence = sequences.get(i);
                var said = judged.get(i);
                var before = judged.get(bases.get(sequence.of()));
                assertEquals(Optional.empty(), said.error(), sequence.toString());
                assertEquals(
                        changes(names(sequence.base()), names(sequence.model())),
                        changes(named(before), named(said)),
                        sequence.toString());
                if (sequence.harmless()) {
                    assertEquals(before.values(), said.values(), sequence.toString());
                }
                engineLoads(engine, sequence);
                givesItsBaseBack(sequence, cases.get(i).archive());
            }
        }
    }

    /** What came and went: a module that makes its own state has parameters that only running code shows. */
    private static List<List<String>> changes(List<String> before, List<String> after) {
        var came = new ArrayList<>(after);
        came.removeAll(before);
        var went = new ArrayList<>(before);
        went.removeAll(after);
        return List.of(came, went);
    }

    private static List<String> names(ScriptModel model) throws Exception {
        return ModelGraphs.read(model).parameters().stream()
                .map(p -> p.name() + p.shape().sizes() + p.trainable())
                .sorted()
                .toList();
    }

    private static List<String> named(TestBed.Judged said) {
        return said.parameters().stream()
                .map(p -> p.name() + p.shape() + p.requiresGrad())
                .sorted()
                .toList();
    }

    private void engineLoads(LocalStepRunner engine, Sequence sequence) throws Exception {
        var file = folder.resolve("run.pt");
        ScriptWriter.write(TorchvisionOperators.runnable(sequence.model()), file);
        try {
            engine.describe(file, new Cancellation());
        } catch (LayergraftException refused) {
            throw new AssertionError(sequence.toString(), refused);
        }
    }

    private void givesItsBaseBack(Sequence sequence, Path saved) throws Exception {
        var opened = CarriedLog.open(ScriptReader.read(saved));
        assertEquals(Optional.empty(), opened.warning(), sequence.toString());
        assertEquals(sequence.edits(), opened.log().edits());
        var one = folder.resolve("base.pt");
        var other = folder.resolve("restored.pt");
        ScriptWriter.write(sequence.base(), one);
        ScriptWriter.write(opened.base(), other);
        assertEquals(-1, Files.mismatch(one, other), sequence.toString());
    }

    /** One edit that might make sense on a graph. */
    private record RandomEdit(Random random, ModelGraph graph, boolean harmless) {

        Edit next() {
            var harmlessOps = List.of(
                    "declare",
                    "branch",
                    "freeze",
                    "unfreeze",
                    "rename",
                    "wrap",
                    "remove",
                    "same inside",
                    "same around");
            var ops = new ArrayList<>(harmlessOps);
            if (!harmless) {
                ops.addAll(List.of("insert", "insert", "replace", "branch", "wrap", "add zero"));
            }
            String name = "new" + random.nextInt(1000);
            var modules = graph.root().walk().map(ModuleNode::path).toList();
            String module = random.nextInt(8) == 0 ? glob(pick(modules)) : pick(modules);
            var scope = random.nextBoolean() ? Edit.Scope.THIS : Edit.Scope.ALL;
            return switch (pick(ops)) {
                case "declare" -> new Edit.Declare(module, declared(name), scope);
                case "branch" -> {
                    var use = harmless ? Edit.Use.IGNORED : pick(List.of(Edit.Use.values()));
                    yield new Edit.Branch("", node(), unary(name), use, 0.5, scope);
                }
                case "same inside" ->
                    trained()
                            .flatMap(this::call)
                            .<Edit>map(node -> new Edit.Insert("", node, same(name), scope))
                            .orElse(new Edit.Declare(module, declared(name), scope));
                case "same around" ->
                    trained()
                            .<Edit>map(path -> new Edit.Wrap(path, same(name), scope))
                            .orElse(new Edit.Declare(module, declared(name), scope));
                case "insert" -> new Edit.Insert("", node(), unary(name), scope);
                case "wrap" -> new Edit.Wrap(module, harmless ? layer("lora", name) : around(name), scope);
                case "replace" -> new Edit.Replace(module, unary(random.nextBoolean() ? name : ""), scope);
                case "remove" -> new Edit.Remove(random.nextBoolean() ? target() : "*.new*");
                case "freeze" -> new Edit.Freeze(random.nextInt(4) == 0 ? "" : target());
                case "unfreeze" -> new Edit.Unfreeze(target());
                case "add zero" -> new Edit.AddZero(random.nextInt(4) == 0 ? "" : target());
                default -> new Edit.Rename(target(), name);
            };
        }

        private <T> T pick(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private String target() {
            var parameters = graph.parameters();
            return parameters.isEmpty() || random.nextBoolean()
                    ? pick(graph.root().walk().map(ModuleNode::path).toList())
                    : pick(parameters).name();
        }

        private String node() {
            var nodes = graph.root()
                    .walk()
                    .flatMap(m -> m.forward().nodes().stream())
                    .map(FlowNode::id)
                    .toList();
            return nodes.isEmpty() ? "/@return" : pick(nodes);
        }

        private LayerSpec layer(String kind, String name) {
            return new LayerSpec(kind, name, new LinkedHashMap<>());
        }

        private LayerSpec declared(String name) {
            var hypers = new LinkedHashMap<String, Hyper>();
            if (random.nextBoolean()) {
                hypers.put("shape", new Hyper.Wholes(List.of(2L, 3L)));
                return new LayerSpec("parameter", name, hypers);
            }
            hypers.put("in_features", new Hyper.Whole(3));
            return new LayerSpec("linear", name, hypers);
        }

        /** All in the same place under other modules: {@code layers.*.norm}. */
        private static String glob(String module) {
            return module.replaceAll("(?<=\\.|^)\\d+(?=\\.|$)", "*");
        }

        /** A module that gives floating-point numbers of the type that new layers get. */
        private Optional<String> trained() {
            var usual = graph.parameters().stream()
                    .map(Parameter::dtype)
                    .filter(DType::isFloating)
                    .findFirst();
            var found = graph.root()
                    .walk()
                    .filter(m -> m.type().matches("Linear|Conv.d|LayerNorm|BatchNorm.d|Embedding")
                            && m.parameters().stream().allMatch(p -> usual.equals(Optional.of(p.dtype()))))
                    .map(ModuleNode::path)
                    .toList();
            return found.isEmpty() ? Optional.empty() : Optional.of(pick(found));
        }

        private Optional<String> call(String module) {
            return graph.root()
                    .walk()
                    .flatMap(m -> m.forward().nodes().stream())
                    .filter(n -> n.module().filter(module::equals).isPresent())
                    .map(FlowNode::id)
                    .findFirst();
        }

        /** Begins as identity. */
        private LayerSpec same(String name) {
            var hypers = new LinkedHashMap<String, Hyper>();
            return switch (random.nextInt(4)) {
                case 0 -> layer("adapter", name);
                case 1 -> {
                    hypers.put("init_values", new Hyper.Real(1));
                    yield new LayerSpec("layerscale", name, hypers);
                }
                case 2 -> {
                    hypers.put("p", new Hyper.Real(0));
                    yield new LayerSpec("dropout", name, hypers);
                }
                default -> custom(name, "return input");
            };
        }

        private static LayerSpec custom(String name, String code) {
            var hypers = new LinkedHashMap<String, Hyper>();
            hypers.put("code", new Hyper.Word(code));
            return new LayerSpec("custom", name, hypers);
        }

        /**
         * Random numbers would shift those of the model's own dropout; and whether a value is a sequence, as attention wants it, is
         * not always known before it is run.
         */
        private LayerSpec unary(String name) {
            String kind = pick(LayerKinds.all().stream()
                            .filter(k -> k.callable() && !k.id().contains("dropout"))
                            .filter(k -> !harmless || !k.id().equals("multiheadattention"))
                            .toList())
                    .id();
            return kind.equals("custom")
                    ? custom(name, "w = Parameter(1)\nreturn torch.mul(torch.tanh(input), w)")
                    : layer(kind, name);
        }

        private LayerSpec around(String name) {
            return layer(
                    pick(LayerKinds.all().stream().filter(LayerKind::wraps).toList())
                            .id(),
                    name);
        }
    }
}
