package org.layergraft.ui.newlayer;

import java.util.ArrayList;
import org.layergraft.graft.Estimate;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerCheck;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.Words;

/** What a layer would give and add, as a line of text. */
final class Outlook {

    private Outlook() {}

    /** @param reads whether the layer sees a value there */
    static String of(Words words, LayerCheck check, boolean reads) {
        var parts = new ArrayList<String>();
        check.output().filter(_ -> reads).ifPresent(shape -> parts.add(words.get("newlayer.gives", shape)));
        // What a file adds is known once it is read.
        check.adds().filter(_ -> !isFile(check)).ifPresent(adds -> parts.add(adds(words, adds)));
        return String.join(" · ", parts);
    }

    private static boolean isFile(LayerCheck check) {
        return check.filled().hypers().get("file") instanceof Hyper.Word(String file) && !file.isEmpty();
    }

    private static String adds(Words words, Estimate adds) {
        if (adds.parameters() == 0 && adds.bytes() == 0 && adds.flops().isEmpty()) {
            return words.get("newlayer.adds.nothing");
        }
        var parts = new ArrayList<String>();
        if (adds.bytes() > 0) {
            parts.add(words.get("newlayer.adds.parameters", adds.parameters()));
            parts.add(Amounts.bytes(adds.bytes()));
        }
        adds.flops().stream().mapToObj(Amounts::flops).forEach(parts::add);
        return words.get("newlayer.adds", String.join(", ", parts));
    }
}
