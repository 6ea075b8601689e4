package org.layergraft.graft;

/** The TorchScript unit of a layer's class, as torch.jit.save would write it. */
final class LayerText {

    private LayerText() {}

    /** @param className qualified; its last part is the class's short name */
    static String of(LayerKind kind, Settings settings, String className) {
        var code = kind.code().orElseThrow();
        var tensors = kind.tensors().apply(settings);
        var out = new StringBuilder("class ")
                .append(className.substring(className.lastIndexOf('.') + 1))
                .append("(Module):\n  __parameters__ = [");
        tensors.forEach(t -> out.append('"').append(t.name()).append("\", "));
        out.append("]\n  __buffers__ = []\n");
        tensors.forEach(t -> out.append("  ").append(t.name()).append(" : Tensor\n"));
        out.append("  training : bool\n");
        code.constants().apply(settings).forEach(c -> out.append("  ").append(c).append('\n'));
        out.append("  def forward(self: ").append(className).append(",\n    input: Tensor) -> Tensor:\n");
        tensors.forEach(t -> out.append("    ")
                .append(t.name())
                .append(" = self.")
                .append(t.name())
                .append('\n'));
        code.body().apply(settings).forEach(s -> out.append("    ").append(s).append('\n'));
        return out.toString();
    }
}
