package org.layergraft.graft;

import java.util.List;
import org.layergraft.graft.LayerKind.FlopsRule;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Shaped;

/** What is the user's own: lines of TorchScript ({@link CustomCode}), or a TorchScript file ({@link CustomFile}). */
final class CustomKinds {

    static final String ID = "custom";
    static final String LABEL = "Custom";
    static final List<LayerKind> ALL = List.of(custom());

    private CustomKinds() {}

    private static LayerKind custom() {
        return LayerKind.unary(
                        ID,
                        LABEL,
                        Group.CUSTOM,
                        List.of(
                                HyperKind.text("code", ""),
                                HyperKind.text("file", ""),
                                // Of the file's bytes: which file it was, wherever it is kept by now.
                                HyperKind.text("sha256", "")),
                        s -> CustomCode.parse(s.word("code")).blueprint())
                .rules(CustomKinds::wrong)
                .shape((_, _) -> new Shaped.Unknown())
                .flops(FlopsRule.NONE);
    }

    static boolean isFile(LayerKind kind, Settings s) {
        return kind.id().equals(ID) && s.word("code").isBlank();
    }

    private static List<Misfit> wrong(Settings s) {
        boolean file = !s.word("file").isBlank() || !s.word("sha256").isBlank();
        if (file == !s.word("code").isBlank()) {
            return List.of(Misfit.of("code", "custom.either"));
        }
        if (!s.word("sha256").matches("([0-9a-f]{64})?")) {
            return List.of(Misfit.of("sha256", "custom.sha256"));
        }
        if (file) {
            return List.of();
        }
        var code = CustomCode.parse(s.word("code"));
        return code.misfits().isEmpty() && code.isEmpty() ? List.of(Misfit.of("code", "custom.empty")) : code.misfits();
    }
}
