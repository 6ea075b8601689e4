package org.layergraft.ui.newlayer;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.LongFunction;
import org.layergraft.graft.Estimate;
import org.layergraft.graft.LayerCheck;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.Words;

/** What a layer would give and add, as a line of text. */
final class Outlook {

    private Outlook() {}

    /** @param adds what the edit adds wherever it puts the layer, less what it takes away; empty while that is not known */
    static String of(Words words, Role role, LayerCheck check, Optional<Estimate> adds) {
        var parts = new ArrayList<String>();
        check.output().filter(_ -> role.reads()).ifPresent(shape -> parts.add(words.get("newlayer.gives", shape)));
        adds.map(estimate -> role.kind() == Role.Kind.REPLACE ? differs(words, estimate) : adds(words, estimate))
                .ifPresent(parts::add);
        return String.join(" · ", parts);
    }

    private static String adds(Words words, Estimate adds) {
        if (adds.parameters() == 0 && adds.bytes() == 0 && adds.flops().orElse(0) == 0) {
            return words.get("newlayer.adds.nothing");
        }
        var parts = new ArrayList<String>();
        if (adds.bytes() > 0) {
            parts.add(words.get("newlayer.adds.parameters", adds.parameters()));
            parts.add(Amounts.bytes(adds.bytes()));
        }
        adds.flops().stream().filter(f -> f > 0).mapToObj(Amounts::flops).forEach(parts::add);
        return words.get("newlayer.adds", String.join(", ", parts));
    }

    private static String differs(Words words, Estimate adds) {
        var parts = new ArrayList<String>();
        if (adds.parameters() != 0) {
            parts.add(words.get("newlayer.differs.parameters", adds.parameters()));
        }
        if (adds.bytes() != 0) {
            parts.add(signed(adds.bytes(), Amounts::bytes));
        }
        adds.flops().stream()
                .filter(f -> f != 0)
                .mapToObj(f -> signed(f, Amounts::flops))
                .forEach(parts::add);
        return parts.isEmpty()
                ? words.get("newlayer.differs.nothing")
                : words.get("newlayer.differs", String.join(", ", parts));
    }

    private static String signed(long number, LongFunction<String> shown) {
        return (number < 0 ? "-" : "+") + shown.apply(Math.abs(number));
    }
}
