package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;

class PickleRoundTripTest {

    private static Value again(Value value) throws LayergraftException {
        return PickleReader.read(PickleWriter.write(value), "a.pt", "data.pkl");
    }

    @Property(tries = 500)
    void everyTreeComesBackEqualAndSharedAlike(@ForAll long seed) throws LayergraftException {
        var tree = new Trees(seed).tree(5);

        assertEquals(Described.tree(tree), Described.tree(again(tree)));
    }

    @Property(tries = 300)
    void writingWhatWasReadGivesTheSameBytes(@ForAll long seed) throws LayergraftException {
        byte[] first = PickleWriter.write(new Trees(seed).tree(4));
        var tree = PickleReader.read(first, "a.pt", "data.pkl");

        assertArrayEquals(first, PickleWriter.write(tree));
    }

    @Test
    void tiedTensorsStayTiedAndEqualOnesStayApart() throws LayergraftException {
        var tied = new Trees(1).tensor();
        var twin = tied.withRequiresGrad(tied.requiresGrad());

        var items = ((Value.Tuple) again(new Value.Tuple(List.of(tied, tied, twin)))).items();

        assertSame(items.get(0), items.get(1));
        assertNotSame(items.get(0), items.get(2));
    }

    @Test
    void manyTimesSharedTuplesAreWrittenOnce() {
        Value value = new Value.Tuple(List.of(new Value.Int(1), new Value.Int(2)));
        for (int i = 0; i < 100; i++) {
            value = new Value.Tuple(List.of(value, value));
        }

        assertTrue(PickleWriter.write(value).length < 1000);
    }

    @Test
    void stringsLongerThanAByteCanCountSurvive() throws LayergraftException {
        var text = new Value.Text("ä€😀".repeat(40_000));

        assertEquals(text, again(text));
    }

    /** Random trees whose parts are sometimes the same object. */
    private static final class Trees {
        private final Random random;
        private final List<Value> pool = new ArrayList<>();

        Trees(long seed) {
            random = new Random(seed);
        }

        Value tree(int depth) {
            if (!pool.isEmpty() && random.nextInt(5) == 0) {
                return pool.get(random.nextInt(pool.size()));
            }
            var value = depth == 0 ? leaf() : branch(depth - 1);
            pool.add(value);
            return value;
        }

        private Value leaf() {
            return switch (random.nextInt(8)) {
                case 0 -> new Value.None();
                case 1 -> new Value.Bool(random.nextBoolean());
                case 2 -> new Value.Int(random.nextLong() >> random.nextInt(64));
                case 3 -> new Value.Real(random.nextBoolean() ? random.nextGaussian() : Double.NaN);
                case 4 -> new Value.Complex(random.nextGaussian(), random.nextGaussian());
                case 5 -> new Value.Text(List.of("", "weight", "ü", "a\nb").get(random.nextInt(4)));
                case 6 -> new Value.Device(random.nextBoolean() ? "cpu" : "cuda:1");
                default -> tensor();
            };
        }

        private Value branch(int depth) {
            return switch (random.nextInt(6)) {
                case 0 -> new Value.Tuple(several(depth));
                case 1 ->
                    new Value.Items(several(depth), List.of("", "List[str]").get(random.nextInt(2)));
                case 2 ->
                    new Value.Items(
                            List.of(new Value.Int(3)),
                            List.of("List[int]", "List[bool]", "List[float]", "List[Tensor]")
                                    .get(random.nextInt(4)));
                case 3 -> dict(depth, List.of("", "Dict[str, int]").get(random.nextInt(2)));
                case 4 ->
                    new Value.Instance(
                            "__torch__.a.B" + random.nextInt(3), random.nextBoolean() ? dict(depth, "") : tree(depth));
                default -> new Value.Global("__torch__.Color", leaf());
            };
        }

        private Value.Dict dict(int depth, String type) {
            var entries = new ArrayList<Map.Entry<Value, Value>>();
            for (int i = random.nextInt(4); i > 0; i--) {
                entries.add(Map.entry(new Value.Text("k" + i), tree(depth)));
            }
            return new Value.Dict(entries, type);
        }

        private List<Value> several(int depth) {
            var values = new ArrayList<Value>();
            for (int i = random.nextInt(6); i > 0; i--) {
                values.add(tree(depth));
            }
            return values;
        }

        Value.Tensor tensor() {
            var type = StorageType.values()[random.nextInt(StorageType.values().length)];
            DType dtype = type.dtype();
            long rows = random.nextInt(3);
            long columns = 1 + random.nextInt(70_000);
            String key = String.valueOf(random.nextInt(3));
            return new Value.Tensor(
                    key,
                    type.name(),
                    "cpu",
                    5 + rows * columns,
                    5,
                    Shape.of(rows, columns),
                    List.of(columns, 1L),
                    random.nextBoolean(),
                    dtype);
        }
    }
}
