package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads off a class's code how it convolves: {@code torch.conv2d(x, w, b, [1, 1], …)} as scripting writes it, {@code
 * torch._convolution(…)} as tracing does. Signatures: aten/src/ATen/native/native_functions.yaml.
 */
final class ConvolutionText {

    private static final Pattern CALL =
            Pattern.compile("torch\\.(_convolution|convolution|conv([123])d)\\(([^()]*)\\)");
    private static final Pattern OTHER = Pattern.compile("conv_transpose|_pad\\(|torch\\.pad\\(|\\.pad\\(");
    private static final Pattern PIECE = Pattern.compile("\\[[^\\]]*]|[^,\\s][^,]*");

    private ConvolutionText() {}

    /** @return empty where there is none, or more than one, or something else happens to the input */
    static Optional<Site.Convolution> read(String text) {
        var call = CALL.matcher(text);
        if (OTHER.matcher(text).find() || !call.find()) {
            return Optional.empty();
        }
        var pieces = PIECE.matcher(call.group(3))
                .results()
                .map(m -> m.group().strip())
                .toList();
        boolean general = call.group(2) == null;
        try {
            int dimensions = general ? numbers(at(pieces, 3, "[]")).size() : Integer.parseInt(call.group(2));
            if (general && !at(pieces, 6, "").equals("False") || call.find() || dimensions == 0) {
                return Optional.empty();
            }
            return Optional.of(new Site.Convolution(
                    each(at(pieces, 3, "[1]"), dimensions),
                    each(at(pieces, 4, "[0]"), dimensions),
                    each(at(pieces, 5, "[1]"), dimensions),
                    Long.parseLong(at(pieces, general ? 8 : 6, "1"))));
        } catch (NumberFormatException computed) {
            // Not written as numbers: what it is shows only when it runs.
            return Optional.empty();
        }
    }

    private static String at(List<String> pieces, int index, String otherwise) {
        return index < pieces.size() ? pieces.get(index) : otherwise;
    }

    private static List<Long> each(String list, int dimensions) {
        var numbers = new ArrayList<>(numbers(list));
        if (numbers.size() == 1) {
            numbers.addAll(Collections.nCopies(dimensions - 1, numbers.getFirst()));
        }
        if (numbers.size() != dimensions) {
            throw new NumberFormatException(list);
        }
        return numbers;
    }

    private static List<Long> numbers(String list) {
        if (!list.startsWith("[")) {
            throw new NumberFormatException(list);
        }
        var found = new ArrayList<Long>();
        for (String number : list.substring(1, list.length() - 1).split(",")) {
            if (!number.isBlank()) {
                found.add(Long.parseLong(number.strip()));
            }
        }
        return found;
    }
}
