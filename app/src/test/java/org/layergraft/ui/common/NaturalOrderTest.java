package org.layergraft.ui.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

    @Test
    void numbersCountAsNumbers() {
        assertEquals(
                List.of(
                        "",
                        "head",
                        "layers",
                        "layers.2.bias",
                        "layers.2.weight",
                        "layers.10.bias",
                        "layers.99999999999999999999",
                        "layers.100000000000000000000",
                        "x01",
                        "x1",
                        "x1.a"),
                List.of(
                                "layers.10.bias",
                                "x1.a",
                                "layers.100000000000000000000",
                                "layers.2.weight",
                                "x01",
                                "head",
                                "layers",
                                "x1",
                                "",
                                "layers.2.bias",
                                "layers.99999999999999999999")
                        .stream()
                        .sorted(NaturalOrder.OF_NAMES)
                        .toList());
    }

    @Property
    void itIsAnOrder(
            @ForAll @Size(3)
                    List<@StringLength(max = 6) @Chars({'a', '.'}) @CharRange(from = '0', to = '2') String> names) {
        String a = names.get(0);
        String b = names.get(1);
        String c = names.get(2);
        var order = NaturalOrder.OF_NAMES;
        assertEquals(Integer.signum(order.compare(a, b)), -Integer.signum(order.compare(b, a)));
        assertEquals(a.equals(b), order.compare(a, b) == 0);
        if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
            assertTrue(order.compare(a, c) <= 0, () -> a + " " + b + " " + c);
        }
    }

    @Property
    void indexesSortAsIntegersDo(@ForAll BigInteger one, @ForAll BigInteger other) {
        String a = "layers." + one.abs() + ".weight";
        String b = "layers." + other.abs() + ".weight";
        assertEquals(
                Integer.signum(one.abs().compareTo(other.abs())), Integer.signum(NaturalOrder.OF_NAMES.compare(a, b)));
    }
}
