package org.layergraft.torchscript;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Damage to code: bytes, lines moved and doubled, words exchanged, nesting, methods that call themselves. */
final class FuzzCode {

    private static final List<String> WORDS = List.of(
            "self",
            "forward",
            "__parameters__",
            "torch",
            "Tensor",
            "if",
            "for",
            "while",
            "return",
            "class",
            "def",
            "(",
            ")",
            "[",
            "]",
            ":",
            "=",
            ",",
            ".",
            "\"",
            "'",
            "\n",
            "  ",
            "lambda",
            "yield",
            "0",
            "-9223372036854775808",
            "annotate",
            "getattr",
            "CONSTANTS",
            "ops.prim",
            "__torch__",
            "__init__",
            "\\",
            "#",
            "…",
            "\t",
            "with",
            "List[",
            "__new__",
            "append",
            "_set_item",
            "fork");

    private FuzzCode() {}

    static byte[] damaged(byte[] code, SplittableRandom random) {
        var text = new String(code, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return FuzzBytes.damaged(code, random);
        }
        return switch (random.nextInt(8)) {
            case 0 -> FuzzBytes.damaged(code, random);
            case 1, 2 -> lines(text, random).getBytes(StandardCharsets.UTF_8);
            case 3 -> nested(text, random).getBytes(StandardCharsets.UTF_8);
            case 4, 5, 6 -> words(text, random).getBytes(StandardCharsets.UTF_8);
            default ->
                text.replace(
                                "forward(",
                                List.of("forward__0(", "helper(", "__setstate__(")
                                        .get(random.nextInt(3)))
                        .getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String lines(String text, SplittableRandom random) {
        var lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = 1 + random.nextInt(4); i > 0 && lines.size() > 1; i--) {
            int from = random.nextInt(lines.size());
            int to = random.nextInt(lines.size());
            switch (random.nextInt(3)) {
                case 0 -> lines.remove(from);
                case 1 -> lines.add(to, lines.get(from));
                default -> lines.add(to, lines.remove(from));
            }
        }
        return String.join("\n", lines);
    }

    private static String words(String text, SplittableRandom random) {
        var result = new StringBuilder(text);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(result.length() + 1);
            int end = Math.min(result.length(), at + random.nextInt(6));
            result.replace(at, end, WORDS.get(random.nextInt(WORDS.size())));
        }
        return result.toString();
    }

    /** Deep expressions, statements and types, and methods that call themselves, put where a method's body begins. */
    private static String nested(String text, SplittableRandom random) {
        int depth = 1 << random.nextInt(1, 15);
        int at = text.indexOf(":\n    ");
        var place = at < 0 ? text.length() : at + 2;
        var more =
                switch (random.nextInt(6)) {
                    case 0 -> "    y = " + "(".repeat(depth) + "x" + ")".repeat(depth) + "\n";
                    case 1 -> "    y = " + "torch.relu(".repeat(depth) + "x" + ", )".repeat(depth) + "\n";
                    case 2 -> "    y = x" + "[0]".repeat(depth) + "\n";
                    case 3 -> "    y = " + "-".repeat(depth) + "1\n";
                    case 4 -> {
                        var ifs = new StringBuilder();
                        for (int i = 0; i < Math.min(depth, 3000); i++) {
                            ifs.append(" ".repeat(4 + i)).append("if True:\n");
                        }
                        yield ifs.append(" ".repeat(4 + Math.min(depth, 3000)))
                                .append("pass\n")
                                .toString();
                    }
                    default -> "    y = (self).forward((self).forward(x, ), )\n".repeat(Math.min(depth, 500));
                };
        return text.substring(0, place) + more + text.substring(place);
    }
}
