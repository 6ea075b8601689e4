package org.layergraft.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damage to a pickle: bytes, opcodes, and programs made to exhaust whoever runs them. */
final class FuzzPickle {

    private static final String OPCODES =
            "(.012FGIJKLMNPQRSTUVX]abcdeghijlopqrstu})\u0080\u0081\u0082\u0085\u0086\u0087\u0088\u0089"
                    + "\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096";

    private FuzzPickle() {}

    static byte[] damaged(byte[] pickle, SplittableRandom random) {
        if (pickle.length == 0) {
            return noise(random);
        }
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> FuzzBytes.damaged(pickle, random);
            case 3, 4, 5 -> {
                byte[] result = pickle.clone();
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    result[random.nextInt(result.length)] = (byte) OPCODES.charAt(random.nextInt(OPCODES.length()));
                }
                yield result;
            }
            case 6, 7 -> spliced(pickle, attack(random), random);
            default -> spliced(pickle, noise(random), random);
        };
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] some = new byte[1 + random.nextInt(12)];
        for (int i = 0; i < some.length; i++) {
            some[i] = (byte) OPCODES.charAt(random.nextInt(OPCODES.length()));
        }
        return some;
    }

    private static byte[] attack(SplittableRandom random) {
        int size = 1 + random.nextInt(20_000);
        var out = new ByteArrayOutputStream();
        switch (random.nextInt(11)) {
            // Lists in lists, tuples in tuples, dictionaries in dictionaries.
            case 0 ->
                out.writeBytes("]".repeat(size).concat("a".repeat(size - 1)).getBytes(StandardCharsets.ISO_8859_1));
            case 1 -> out.writeBytes((")" + "\u0085".repeat(size)).getBytes(StandardCharsets.ISO_8859_1));
            case 2 -> out.writeBytes("(".repeat(size).concat("t".repeat(size)).getBytes(StandardCharsets.ISO_8859_1));
            // Billion laughs: every list holds the one before ten times.
            case 3 -> {
                out.writeBytes("]q\0".getBytes(StandardCharsets.ISO_8859_1));
                for (int i = 1; i < Math.min(size, 60); i++) {
                    out.writeBytes(("](" + ("h" + (char) (i - 1)).repeat(10) + "eq" + (char) i)
                            .getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            // A list that holds itself.
            case 4 -> out.writeBytes("]q\1h\1a".getBytes(StandardCharsets.ISO_8859_1));
            // Memo places far away.
            case 5 -> out.writeBytes("Kar\u00ff\u00ff\u00ff\u007f".getBytes(StandardCharsets.ISO_8859_1));
            case 6 -> out.writeBytes("j\u00ff\u00ff\u00ff\u00ff".getBytes(StandardCharsets.ISO_8859_1));
            // Texts and numbers longer than the file.
            case 7 -> out.writeBytes("X\u00ff\u00ff\u00ff\u007f".getBytes(StandardCharsets.ISO_8859_1));
            case 8 -> out.writeBytes("\u008b\u00ff\u00ff\u00ff\u007f".getBytes(StandardCharsets.ISO_8859_1));
            case 9 -> out.writeBytes(("\u008a\u0008" + "\u0000".repeat(7) + "@").getBytes(StandardCharsets.ISO_8859_1));
            default -> out.writeBytes("cos\nsystem\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static byte[] spliced(byte[] pickle, byte[] more, SplittableRandom random) {
        int at = Math.min(pickle.length, 2 + random.nextInt(pickle.length + 1));
        byte[] result = Arrays.copyOf(pickle, pickle.length + more.length);
        System.arraycopy(more, 0, result, at, more.length);
        System.arraycopy(pickle, at, result, at + more.length, pickle.length - at);
        return result;
    }
}
