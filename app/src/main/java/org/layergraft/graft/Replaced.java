package org.layergraft.graft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.layergraft.graft.ConvolutionKinds.Geometry;
import org.layergraft.model.Buffer;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;

/**
 * A module that a layer takes the place of: what it was made for and what it gives, which the layer should give, too.
 *
 * @param result what it gives, where all of it is known
 * @param width the last size of that, where only that is known
 */
public record Replaced(Site.Wrapped module, Optional<Shape> result, OptionalLong width) {

    /** Kinds whose operations follow from their input and their tensors. */
    private static final Set<String> COUNTED = Set.of(
            ("linear embedding conv1d conv2d conv3d layernorm rmsnorm groupnorm batchnorm1d batchnorm2d relu gelu"
                            + " silu tanh sigmoid softmax dropout")
                    .split(" "));

    private static final Set<String> LAST_SIZE_NORMS = Set.of("LayerNorm", "RMSNorm");

    /** The tensor that tells its sizes. Norms without weights still have statistics. */
    private Optional<Shape> weight() {
        var node = module.module();
        return Stream.of("weight", "running_mean")
                .flatMap(name -> Stream.concat(
                        node.parameters().stream()
                                .filter(p -> p.localName().equals(name))
                                .map(Parameter::shape),
                        node.buffers().stream().filter(b -> isOwn(b, name)).map(Buffer::shape)))
                .findFirst();
    }

    private boolean isOwn(Buffer buffer, String name) {
        return buffer.name().equals(ModuleTree.join(module.module().path(), name));
    }

    private boolean isEmbedding() {
        return module.module().type().equals("Embedding");
    }

    /** Its weight is in×out×… . */
    private boolean transposes() {
        return module.module().type().startsWith("ConvTranspose");
    }

    private boolean normalizesLast() {
        return LAST_SIZE_NORMS.contains(module.module().type());
    }

    private boolean normalizesChannels() {
        return module.module().type().matches(".*(Batch|Group|Instance)Norm.*");
    }

    private OptionalLong size(boolean known, int index) {
        return known
                ? weight().filter(w -> w.rank() > index)
                        .map(w -> OptionalLong.of(w.sizes().get(index)))
                        .orElse(OptionalLong.empty())
                : OptionalLong.empty();
    }

    /** How it convolves, if it is a convolution and its code says so. */
    Optional<Geometry> geometry() {
        return module.convolution()
                .flatMap(c -> weight().filter(w -> w.rank() == c.stride().size() + 2)
                        .map(w -> new Geometry(
                                w.sizes().get(1) * c.groups(),
                                w.sizes().get(0),
                                w.sizes().subList(2, w.rank()),
                                c.stride(),
                                c.padding(),
                                c.dilation(),
                                c.groups())));
    }

    /** The sizes it normalizes over, or looks up, or multiplies. */
    Optional<List<Long>> normalized() {
        return normalizesLast() ? weight().map(Shape::sizes) : Optional.empty();
    }

    OptionalLong lastTaken() {
        return module.isLinear() ? size(true, 1) : normalizedLast();
    }

    OptionalLong channelsTaken() {
        return geometry()
                .map(g -> OptionalLong.of(g.in()))
                .orElseGet(() -> size(normalizesChannels() || transposes(), 0));
    }

    /** How many vectors it holds, of an Embedding. */
    OptionalLong entries() {
        return size(isEmbedding(), 0);
    }

    OptionalLong lastGiven() {
        var own = module.isLinear() ? size(true, 0) : isEmbedding() ? size(true, 1) : normalizedLast();
        if (own.isPresent()) {
            return own;
        }
        return result.filter(s -> s.rank() > 0)
                .map(s -> OptionalLong.of(s.sizes().getLast()))
                .orElse(width);
    }

    /** Size 1 of N×C×… . */
    OptionalLong channelsGiven() {
        var own = geometry().map(g -> OptionalLong.of(g.out())).orElseGet(() -> size(normalizesChannels(), 0));
        return own.isPresent()
                ? own
                : result.filter(s -> s.rank() > 1)
                        .map(s -> OptionalLong.of(s.sizes().get(1)))
                        .orElse(OptionalLong.empty());
    }

    private OptionalLong normalizedLast() {
        return normalized()
                .filter(sizes -> !sizes.isEmpty())
                .map(sizes -> OptionalLong.of(sizes.getLast()))
                .orElse(OptionalLong.empty());
    }

    /** Of what it takes, where its kind tells; else 0. */
    int rank() {
        return geometry()
                .map(g -> g.dimensions() + 2)
                .orElse(module.module().type().equals("BatchNorm2d") ? 4 : 0);
    }

    /** Empty where it is no Linear and no convolution. */
    Optional<Boolean> biased() {
        return module.isLinear() || module.convolution().isPresent()
                ? Optional.of(module.module().parameters().stream()
                        .anyMatch(p -> p.localName().equals("bias")))
                : Optional.empty();
    }

    /**
     * What the replaced module costs in one run, counted as for a new layer of its kind.
     *
     * @param site where it stands
     * @return empty where its kind is not one of ours, or its input's shape is unknown
     */
    static OptionalLong flops(Site site) {
        var node = site.replaced().orElseThrow().module().module();
        if (!node.className().matches("__torch__\\.(torch\\.nn|layergraft)\\..*")) {
            return OptionalLong.empty();
        }
        String id = node.type().replace("NonDynamicallyQuantizable", "").toLowerCase(Locale.ROOT);
        if (id.equals("identity")) {
            return OptionalLong.of(0);
        }
        var kind = LayerKinds.find(id).filter(k -> COUNTED.contains(k.id()));
        if (kind.isEmpty() || site.shape().isEmpty()) {
            return OptionalLong.empty();
        }
        // Everything follows from the module itself.
        var same = LayerSettings.check(kind.get(), new LayerSpec(id, "", new LinkedHashMap<>()), site);
        var input = site.shape().get();
        return same.misfits().isEmpty()
                ? kind.get()
                        .output(same.values(), input)
                        .map(output -> OptionalLong.of(kind.get().flops().of(same.values(), input, output)))
                        .orElse(OptionalLong.empty())
                : OptionalLong.empty();
    }
}
