package org.layergraft.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damage to bytes of any kind, to entry names and to a zip's directory. */
final class FuzzBytes {

    private static final long[] ODD = {
        0,
        1,
        -1,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        0x100000000L,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        0xffff,
        0xfffe
    };

    private FuzzBytes() {}

    static byte[] damaged(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return new byte[random.nextInt(64)];
        }
        byte[] result = bytes.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(6)) {
                case 0 -> result[at] = (byte) random.nextInt(256);
                case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> number(result, at, random);
                case 3 -> result = Arrays.copyOf(result, Math.max(1, at));
                case 4 -> {
                    int from = random.nextInt(result.length);
                    int length = Math.min(result.length - Math.max(at, from), random.nextInt(1, 64));
                    System.arraycopy(result, from, result, at, length);
                }
                default -> {
                    var tail = Arrays.copyOfRange(result, at, result.length);
                    int gap = random.nextInt(1, 32);
                    result = Arrays.copyOf(result, at + gap + tail.length);
                    System.arraycopy(tail, 0, result, at + gap, tail.length);
                }
            }
        }
        return result;
    }

    private static void number(byte[] bytes, int at, SplittableRandom random) {
        var odd = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(ODD[random.nextInt(ODD.length)]);
        int width = List.of(2, 4, 8).get(random.nextInt(3));
        System.arraycopy(odd.array(), 0, bytes, at, Math.min(width, bytes.length - at));
    }

    /** Changes numbers inside the central directory: sizes, offsets, counts, methods, flags. */
    static byte[] directory(byte[] zip, SplittableRandom random) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i + 4 < zip.length; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && (zip[i + 2] == 1 || zip[i + 2] == 5 || zip[i + 2] == 3)) {
                places.add(i);
            }
        }
        byte[] result = zip.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = places.get(random.nextInt(places.size())) + 4 + random.nextInt(42);
            if (at < result.length) {
                number(result, at, random);
            }
        }
        return result;
    }

    /** A name that leads out of the folder, or is odd in another way. */
    static String name(String name, SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> "../../" + name;
            case 1 -> "/" + name;
            case 2 -> name.replace('/', '\\');
            case 3 -> name + "/../../x";
            case 4 -> "C:\\" + name;
            case 5 -> name + "\0.py";
            case 6 -> name.substring(0, name.indexOf('/') + 1) + "code/" + "a/".repeat(random.nextInt(400)) + "b.py";
            default -> name.substring(0, name.indexOf('/') + 1) + "data/ü" + random.nextInt();
        };
    }
}
