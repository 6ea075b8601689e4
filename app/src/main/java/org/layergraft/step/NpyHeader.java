package org.layergraft.step;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;

/**
 * The dictionary at the head of a {@code .npy} array, as numpy/lib/format.py writes it:
 * <pre>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }</pre>
 */
record NpyHeader(DType dtype, boolean bigEndian, boolean fortranOrder, Shape shape) {

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|(\\[.*\\]))");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\sL]*)\\)");

    private static final Map<String, DType> KINDS = Map.ofEntries(
            Map.entry("f2", DType.FLOAT16),
            Map.entry("f4", DType.FLOAT32),
            Map.entry("f8", DType.FLOAT64),
            Map.entry("i1", DType.INT8),
            Map.entry("i2", DType.INT16),
            Map.entry("i4", DType.INT32),
            Map.entry("i8", DType.INT64),
            Map.entry("u1", DType.UINT8),
            Map.entry("b1", DType.BOOL),
            Map.entry("c8", DType.COMPLEX64),
            Map.entry("c16", DType.COMPLEX128));

    /** The header's text names a type that torch has no tensors of. */
    static final class UnknownType extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownType(String descr) {
            super(descr);
        }
    }

    /** Empty when the text is no such dictionary. */
    static Optional<NpyHeader> parse(String text) throws UnknownType {
        Matcher descr = DESCR.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!descr.find() || !order.find() || !shape.find()) {
            return Optional.empty();
        }
        if (descr.group(1) == null) {
            throw new UnknownType(descr.group(2));
        }
        String type = descr.group(1);
        DType dtype = type.length() < 2 ? null : KINDS.get(type.substring(1));
        if (dtype == null || "<>|=".indexOf(type.charAt(0)) < 0) {
            throw new UnknownType(type);
        }
        try {
            return Optional.of(new NpyHeader(
                    dtype, type.charAt(0) == '>', order.group(1).equals("True"), new Shape(sizes(shape.group(1)))));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private static List<Long> sizes(String tuple) {
        return Arrays.stream(tuple.split(","))
                .map(part -> part.strip().replace("L", ""))
                .filter(part -> !part.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    /** Bytes of the numbers that make one element: a complex number is two. */
    int wordBytes() {
        return switch (dtype) {
            case COMPLEX64 -> 4;
            case COMPLEX128 -> 8;
            case FLOAT32, FLOAT64, FLOAT16, BFLOAT16, UINT8, INT8, INT16, INT32, INT64, BOOL -> dtype.bytes();
            case UINT16, UINT32, UINT64, FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT8_E4M3FNUZ, FLOAT8_E5M2FNUZ, FLOAT8_E8M0FNU ->
                throw new IllegalArgumentException(dtype.torchName());
        };
    }
}
