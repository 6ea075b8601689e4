package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.model.Shape;

/**
 * A layer someone types: declarations of tensors and the body of {@code forward(self, input: Tensor) -> Tensor}.
 *
 * <pre>
 * weight = Parameter(256, 256)
 * scale = Parameter(256, init=ones)
 * mean = Buffer(256)
 * x = torch.relu(input @ weight) * scale
 * return x - mean
 * </pre>
 *
 * <p>A declaration has a line of its own. Without {@code init}, a Parameter is uniform within 1/√fan_in, as in a Linear, and a Buffer
 * is zero. The body is what libtorch's importer accepts: operators, methods of tensors, {@code torch.f(…)} for every operator of
 * ATen, if, for, while, {@code self.training}. It knows no {@code F.}, {@code torch.nn}, import, lambda and no {@code torch.float32}
 * (write the number, {@code 6}). Parser: torch/csrc/jit/frontend/parser.cpp; names: torch/csrc/jit/serialization/import_source.cpp.
 *
 * @param tensors as declared, those that are wrong left out
 * @param body line by line, as many as the text has; what declares a tensor is empty
 * @param misfits what is wrong with the declarations
 */
record CustomCode(List<NewTensor> tensors, List<String> body, List<Misfit> misfits) {

    private static final Pattern DECLARATION = Pattern.compile("\\s*(\\w+)\\s*=\\s*(Parameter|Buffer)\\s*\\((.*)");
    private static final Pattern INSIDE =
            Pattern.compile("\\s*((?:\\d{1,10}\\s*,?\\s*)*)(?:init\\s*=\\s*[\"']?(\\w+)[\"']?)?\\s*\\)\\s*(?:#.*)?");
    private static final List<String> WORDS =
            List.of("kaiming_uniform", "xavier_uniform", "normal", "uniform", "zeros", "ones");

    CustomCode {
        tensors = List.copyOf(tensors);
        body = List.copyOf(body);
        misfits = List.copyOf(misfits);
    }

    static CustomCode parse(String text) {
        var tensors = new ArrayList<NewTensor>();
        var body = new ArrayList<String>();
        var misfits = new ArrayList<Misfit>();
        var names = new HashSet<String>(List.of("input", "training"));
        for (String line : text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1)) {
            var declaration = DECLARATION.matcher(line);
            if (!declaration.matches()) {
                body.add(indented(line));
                continue;
            }
            body.add("");
            String name = declaration.group(1);
            var inside = INSIDE.matcher(declaration.group(3));
            if (!inside.matches() || inside.group(2) != null && !WORDS.contains(inside.group(2))) {
                misfits.add(
                        Misfit.of("code", "custom.declaration", body.size(), line.strip(), String.join(", ", WORDS)));
            } else if (!Names.isFree(name) || !names.add(name)) {
                misfits.add(Misfit.of("code", "custom.name", body.size(), name));
            } else {
                tensors.add(tensor(name, declaration.group(2), inside));
            }
        }
        return new CustomCode(tensors, body, misfits);
    }

    private static NewTensor tensor(String name, String kind, Matcher inside) {
        var sizes = new ArrayList<Long>();
        for (String size : inside.group(1).split("[,\\s]+")) {
            if (!size.isEmpty()) {
                sizes.add(Long.parseLong(size));
            }
        }
        boolean parameter = kind.equals("Parameter");
        String otherwise = parameter ? "kaiming_uniform" : "zeros";
        var shape = new Shape(sizes);
        Initializer start = ValueKinds.initializer(inside.group(2) == null ? otherwise : inside.group(2), shape);
        return new NewTensor(name, shape, start, parameter ? NewTensor.Role.PARAMETER : NewTensor.Role.BUFFER);
    }

    /** TorchScript's lexer counts spaces only. */
    private static String indented(String line) {
        int start = 0;
        while (start < line.length() && Character.isWhitespace(line.charAt(start))) {
            start++;
        }
        return line.isBlank()
                ? ""
                : line.substring(0, start).replace("\t", "    ")
                        + line.substring(start).stripTrailing();
    }

    boolean isEmpty() {
        return body.stream().allMatch(String::isBlank);
    }

    Blueprint blueprint() {
        return Blueprint.of(CustomKinds.LABEL, body.toArray(String[]::new)).tensors(tensors);
    }
}
