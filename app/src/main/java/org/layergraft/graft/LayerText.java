package org.layergraft.graft;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The TorchScript unit of a layer's class, as torch.jit.save would write it. */
final class LayerText {

    private LayerText() {}

    /**
     * @param className qualified; its last part is the class's short name
     * @param children qualified class of every child, by attribute name
     */
    static String of(Blueprint layer, String className, Map<String, String> children) {
        var out = new StringBuilder("class ")
                .append(className.substring(className.lastIndexOf('.') + 1))
                .append("(Module):\n")
                .append(names("__parameters__", layer.tensors(), true))
                .append(names("__buffers__", layer.tensors(), false));
        layer.tensors().forEach(t -> out.append("  ").append(t.name()).append(" : Tensor\n"));
        out.append("  training : bool\n");
        layer.children().keySet().forEach(name -> {
            // A name that is no identifier, as "0" in a ModuleList, is declared as torch.jit.save does it.
            boolean plain = name.matches("[A-Za-z_]\\w*");
            out.append(plain ? "  " + name + " : " : "  __annotations__[\"" + name + "\"] = ")
                    .append(children.get(name))
                    .append('\n');
        });
        layer.constants().forEach(c -> out.append("  ").append(c).append('\n'));
        if (layer.body().isEmpty()) {
            return out.toString();
        }
        String arguments =
                layer.arguments().stream().map(a -> ",\n    " + a + ": Tensor").collect(Collectors.joining());
        out.append("  def forward(self: ").append(className).append(arguments).append(") -> Tensor:\n");
        layer.tensors()
                .forEach(t -> out.append("    ")
                        .append(t.name())
                        .append(" = self.")
                        .append(t.name())
                        .append('\n'));
        layer.body().forEach(s -> out.append(s.isEmpty() ? "" : "    " + s).append('\n'));
        return out.toString();
    }

    private static String names(String list, List<NewTensor> tensors, boolean parameters) {
        return "  " + list + " = ["
                + tensors.stream()
                        .filter(t -> t.isParameter() == parameters)
                        .map(t -> '"' + t.name() + "\", ")
                        .collect(Collectors.joining())
                + "]\n";
    }
}
