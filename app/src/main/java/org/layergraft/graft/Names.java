package org.layergraft.graft;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** Identifiers of the Python dialect: which are possible, which are taken, where they stand. */
public final class Names {

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

    /**
     * Why a new attribute cannot be called so; empty when it can.
     *
     * @param taken by the module's attributes
     * @param module its path
     */
    public static Optional<Problem> problem(String name, Collection<String> taken, String module) {
        if (!IDENTIFIER.matcher(name).matches() || name.startsWith("__")) {
            return Optional.of(Problem.of("graft", "name.identifier", name));
        }
        if (RESERVED.contains(name)) {
            return Optional.of(Problem.of("graft", "name.reserved", name));
        }
        return taken.contains(name)
                ? Optional.of(Problem.of("graft", module.isEmpty() ? "name.taken.root" : "name.taken", name, module))
                : Optional.empty();
    }

    static void checkNew(String name, Collection<String> taken, String module) throws LayergraftException {
        var problem = problem(name, taken, module);
        if (problem.isPresent()) {
            throw new LayergraftException(LayergraftException.Fault.INPUT, problem.get());
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
