package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/** Texts that are put together from literals: the keys of dictionaries often are. */
final class LiteralText {

    /** Beyond this nobody reads it as a key. */
    private static final int LONGEST = 1000;

    private LiteralText() {}

    /** What {@code "a" + "b"}, {@code "a{}".format(1)} or {@code str(1)} gives; empty where not all of it is known. */
    static Optional<String> of(Call call, String name) {
        if (!Set.of("add", "format", "str").contains(name)) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        for (var argument : call.all()) {
            if (!(argument.value() instanceof Flowing.Constant(String _, Optional<String> key)) || key.isEmpty()) {
                return Optional.empty();
            }
            keys.add(key.get());
        }
        if (keys.isEmpty() || name.equals("add") && !keys.stream().allMatch(LiteralText::isText)) {
            return Optional.empty();
        }
        List<String> parts =
                keys.stream().map(k -> isText(k) ? k.substring(1) : k).toList();
        return Optional.of(name.equals("format") ? filled(parts) : String.join("", parts))
                .filter(text -> text.length() <= LONGEST);
    }

    private static boolean isText(String key) {
        return key.startsWith("\"");
    }

    private static String filled(List<String> format) {
        var text = format.getFirst();
        for (var value : format.subList(1, format.size())) {
            text = text.replaceFirst("\\{\\}", Matcher.quoteReplacement(value));
        }
        return text;
    }
}
