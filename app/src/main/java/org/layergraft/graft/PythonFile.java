package org.layergraft.graft;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A Python file that gives grafted layers to a model, while it is put together. */
final class PythonFile {
    static final String WRAP = """
        def wrap(module, name, layer):
            \"""Sends what `module` returns through `layer`, its new child. All other names stay as they are.\"""
            module.add_module(name, layer)
            module.register_forward_hook(lambda module, inputs, output: getattr(module, name)(output))
        """;
    static final String WRAP_BESIDE = """
        def wrap_beside(module, name, layer):
            \"""As wrap, for a layer that is given what `module` returned and what it was given.\"""
            module.add_module(name, layer)
            module.register_forward_hook(lambda module, inputs, output: getattr(module, name)(output, inputs[0]))
        """;
    static final String AFTER = """
        def after(module, holder, name):
            \"""Sends what `module` returns through the layer `name` of `holder`.\"""
            module.register_forward_hook(lambda module, inputs, output: getattr(holder, name)(output))
        """;
    static final String THROUGH = """
        def through(module, name, value):
            \"""`value` through a layer that only some modules of a class have.\"""
            layer = getattr(module, name, None)
            return value if layer is None else layer(value)
        """;

    private final Set<String> definitions = new LinkedHashSet<>();
    private final Set<String> helpers = new LinkedHashSet<>();
    private final List<String> statements = new ArrayList<>();
    private final List<String> byHand = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    /** A class that the file must have. */
    void define(String text) {
        definitions.add(text);
    }

    /** One of the functions above. */
    void help(String function) {
        helpers.add(function);
    }

    /** A statement of {@code add_layers(model)}. */
    void state(String statement) {
        statements.add(statement);
    }

    /** What a person has to change. */
    void byHand(String sentence) {
        byHand.add(sentence);
    }

    /** What an edit did. */
    void tell(String sentence) {
        told.add(sentence);
    }

    String text(String title, String patch) {
        var text = new StringBuilder(
                "\"\"\"Layers grafted onto " + title.replace("\"", "'").replace("\\", "/") + " with Layergraft.\n\n");
        for (int i = 0; i < told.size(); i++) {
            text.append(i + 1)
                    .append(". ")
                    .append(told.get(i).replace("\\", "/"))
                    .append('\n');
        }
        text.append("\n"
                + "Call add_layers(self) at the end of the model's __init__, or add_layers(model) before"
                + " DistributedDataParallel.\n");
        if (!patch.isEmpty()) {
            text.append("Then change the model's code as the patch at the end of this file says.\n");
        }
        text.append("\"\"\"\n\n");
        if (definitions.stream().anyMatch(d -> d.contains("math."))) {
            text.append("import math\n\n");
        }
        text.append("import torch\nimport torch.nn.functional as F\nfrom torch import nn\n");
        definitions.forEach(d -> text.append("\n\n").append(d).append('\n'));
        helpers.forEach(h -> text.append("\n\n").append(h));
        text.append("\n\ndef add_layers(model):\n");
        statements.forEach(s -> text.append("    ").append(s).append('\n'));
        text.append("    return model\n");
        if (!byHand.isEmpty()) {
            text.append("\n\n# To change by hand:\n");
            byHand.forEach(line ->
                    text.append("# - ").append(line.replaceAll("\\s+", " ")).append('\n'));
        }
        if (!patch.isEmpty()) {
            text.append("\n\n# Patch:\n#\n");
            patch.toString()
                    .lines()
                    .forEach(line -> text.append("# ").append(line).append('\n'));
        }
        return text.toString();
    }
}
