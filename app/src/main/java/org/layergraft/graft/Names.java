package org.layergraft.graft;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.layergraft.text.LayergraftException;

/** Identifiers of the Python dialect: which are possible, which are taken, where they stand. */
final class Names {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Words of the language, and members of every torch.nn.Module that an attribute of that name would hide. */
    private static final Set<String> RESERVED = Set.of(
            ("False None True and as assert async await break class continue def del elif else except finally for from"
                + " global if import in is lambda nonlocal not or pass raise return try while with yield print self"
                + " torch annotate uninitialized CONSTANTS training forward train eval to cuda cpu type half float"
                + " double bfloat16 apply parameters named_parameters buffers named_buffers modules named_modules"
                + " children named_children state_dict load_state_dict zero_grad requires_grad_ register_buffer"
                + " register_parameter add_module extra_repr save copy code graph define hasattr dump_patches"
                + " share_memory ipu xpu to_empty get_parameter get_buffer get_submodule original_name")
                    .split(" "));

    private Names() {}

    /** Can a new attribute be called so, as far as the language and torch.nn.Module are concerned? */
    static boolean isFree(String name) {
        return IDENTIFIER.matcher(name).matches() && !name.startsWith("__") && !RESERVED.contains(name);
    }

    static void checkNew(String name, Collection<String> taken, String module) throws LayergraftException {
        if (!IDENTIFIER.matcher(name).matches() || name.startsWith("__")) {
            throw Problems.of("name.identifier", name);
        }
        if (RESERVED.contains(name)) {
            throw Problems.of("name.reserved", name);
        }
        if (taken.contains(name)) {
            throw Problems.of(module.isEmpty() ? "name.taken.root" : "name.taken", name, module);
        }
    }

    /** {@code wanted}, or with the first number behind it that the text does not use as a word. */
    static String fresh(String wanted, String text) {
        String name = wanted;
        for (int i = 2; Pattern.compile("\\b" + name + "\\b").matcher(text).find(); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /** Replaces a qualified class name where it stands whole. */
    static String renameClass(String text, String from, String to) {
        return Pattern.compile("(?<![\\w.])" + Pattern.quote(from) + "(?![\\w.])")
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(to));
    }
}
