package org.layergraft.graft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.layergraft.torchscript.ScriptModel;

/**
 * torchvision's detectors call {@code torchvision::nms} and {@code torchvision::roi_align}, which live in a library of torchvision's
 * own. Where a model is run without it, the same functions written in TorchScript take their place; saved models keep the operators.
 * See torchvision/csrc/ops/cpu/nms_kernel.cpp and roi_align_kernel.cpp, and decision 0009.
 */
public final class TorchvisionOperators {

    private static final Pattern CALL = Pattern.compile("\\bops\\.torchvision\\.(nms|roi_align)\\(");

    private static final String UNIT = "__torch__/layergraft/torchvision.py";

    private TorchvisionOperators() {}

    /** A model for running; the model itself where it calls neither. */
    public static ScriptModel runnable(ScriptModel model) {
        var units = new TreeMap<>(model.code());
        var others = new LinkedHashMap<>(model.others());
        boolean found = false;
        for (var unit : model.code().entrySet()) {
            var calls = CALL.matcher(unit.getValue());
            if (calls.find()) {
                found = true;
                units.put(unit.getKey(), calls.replaceAll("__torch__.layergraft.torchvision.$1("));
                others.remove("code/" + unit.getKey() + ".debug_pkl");
            }
        }
        if (!found) {
            return model;
        }
        units.put(UNIT, text());
        return model.with(units, model.module(), model.storages(), others);
    }

    private static String text() {
        try (var in = TorchvisionOperators.class.getResourceAsStream("torchvision.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
