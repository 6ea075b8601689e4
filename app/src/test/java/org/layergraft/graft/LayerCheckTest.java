package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.Texts;

class LayerCheckTest {

    private static LayerSpec layer(String json) throws Exception {
        return new LayerCase("case", json, Shape.of(), false, false).spec();
    }

    private static LayerCheck check(String json, Site site) throws Exception {
        return LayerCheck.of(layer(json), site, DType.FLOAT32);
    }

    private static Site site(String sizes) {
        var shape = sizes.strip().split("x");
        return Site.of(new Shape(List.of(shape).stream().map(Long::valueOf).toList()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "linear, 'in_features': 256         | 2x512     | in_features 256 ≠ 512 on this edge.",
                "multiheadattention, 'num_heads': 3 | 2x5x16    | embed_dim 16 is not a multiple of num_heads 3.",
                "multiheadattention                 | 2x16      | The layer needs N×L×E; here it is 2×16.",
                "conv2d                             | 2x5x16    | The layer needs N×C×H×W; here it is 2×5×16.",
                "conv2d, 'kernel_size': 9, 'padding': 0 | 2x5x8x8 | The kernel [9, 9] is larger than what is here"
                        + " (2×5×8×8).",
                "conv2d, 'groups': 2                | 2x5x8x8   | in_channels 5 is not a multiple of groups 2.",
                "conv2d, 'kernel_size': [3]         | 2x5x8x8   | kernel_size of layer is [3], but must be",
                "conv2d, 'kernel_size': 'big'       | 2x5x8x8   | kernel_size of layer is \"big\", but must be",
                "convtranspose2d, 'output_padding': 1 | 2x5x8x8 | output_padding [1, 1] must be smaller",
                "groupnorm, 'num_groups': 4         | 2x6x8x8   | num_channels 6 is not a multiple of num_groups 4.",
                "layernorm, 'normalized_shape': [5] | 2x5x16    | normalized_shape 5 is not how the shape here ends",
                "softmax, 'dim': 3                  | 2x16      | There is no dimension 3: the tensor here has 2",
                "dropout, 'p': 2                    | 2x16      | p of layer is 2, but must be a number from 0.0 to"
                        + " 1.0.",
                "gelu, 'approximate': 'x'           | 2x16      | approximate of layer is \"x\", but must be none |"
                        + " tanh.",
                "embedding                          | 2x16      | num_embeddings of the embedding layer must be given.",
                "positionalembedding, 'shape': 7    | 2x16      | A tensor of 7 cannot be added to 2×16",
                "classificationhead, 'pool': 'first' | 2x16     | The layer needs N×L×E; here it is 2×16.",
            })
    void whatDoesNotFitIsSaidBeforeAnythingRuns(String layer, String at, String words) throws Exception {
        var check = check("{'kind': '" + layer.replaceFirst("^(\\w+)", "$1'") + "}", site(at));
        assertFalse(check.isPossible());
        for (var language : Texts.languages()) {
            for (var misfit : check.problems()) {
                String sentence = new Texts(language).get(misfit.problem());
                assertFalse(sentence.contains("{") || sentence.startsWith("graft:"), sentence);
            }
        }
        String sentence =
                new Texts(Locale.ENGLISH).get(check.problems().getFirst().problem());
        assertTrue(sentence.startsWith(words), sentence);
    }

    @Test
    void anotherShapeThanBeforeIsAWarning() throws Exception {
        var check = check("{'kind': 'linear', 'out_features': 512}", site("4x256"));
        assertTrue(check.isPossible());
        assertEquals(Optional.of(Shape.of(4, 512)), check.output());
        assertEquals(
                "What comes next got 4×256 before and gets 4×512 now.",
                new Texts(Locale.ENGLISH).get(check.warning().orElseThrow()));
        var width = check("{'kind': 'linear', 'out_features': 512}", Site.ofWidth(OptionalLong.of(256)));
        assertEquals(
                "What comes next got 256 before and gets 512 now.",
                new Texts(Locale.ENGLISH).get(width.warning().orElseThrow()));
        assertTrue(check("{'kind': 'linear'}", Site.ofWidth(OptionalLong.of(256)))
                .warning()
                .isEmpty());
        assertTrue(check("{'kind': 'conv2d'}", site("2x8x6x6")).warning().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        // Counted by hand: 2·in·out and out for the bias, for each of the 6 vectors.
        "linear, 2x3x16, 272, 1088, 3168",
        // 2·8·3·3 and one for the bias, for each of the 2·8·36 that come out.
        "conv2d, 2x8x6x6, 584, 2336, 83520",
        "depthwiseconv2d, 2x8x6x6, 80, 320, 10944",
        // in 3·16·17, out 16·17; projections 8·16², scores and values 4·16·3 for each of 2·3 tokens, softmax, biases.
        "multiheadattention, 2x3x16, 1088, 4352, 14256",
        "batchnorm2d, 2x8x6x6, 16, 136, 4608",
        "relu, 2x3, 0, 0, 6",
    })
    void whatALayerCosts(String kind, String at, long parameters, long bytes, long flops) throws Exception {
        var check = check("{'kind': '" + kind + "'}", site(at));
        assertEquals(Optional.of(new Estimate(parameters, bytes, OptionalLong.of(flops))), check.adds());
        var half = LayerCheck.of(layer("{'kind': '" + kind + "'}"), site(at), DType.FLOAT16)
                .adds()
                .orElseThrow();
        long counter = kind.contains("batchnorm") ? 8 : 0;
        assertEquals((bytes - counter) / 2 + counter, half.bytes());
    }

    @Test
    void whatFollowsFromThePlaceIsFilledIn() throws Exception {
        assertEquals(
                new Hyper.Wholes(List.of(2L, 2L)),
                check("{'kind': 'conv2d', 'kernel_size': 3, 'dilation': 2}", site("2x8x6x6"))
                        .filled()
                        .hypers()
                        .get("padding"));
        assertEquals(
                new Hyper.Whole(20),
                check("{'kind': 'groupnorm'}", site("2x40x6x6"))
                        .filled()
                        .hypers()
                        .get("num_groups"));
        var head = check("{'kind': 'classificationhead'}", site("2x40x6x6"));
        assertEquals(new Hyper.Word("spatial"), head.filled().hypers().get("pool"));
        assertEquals(new Hyper.Whole(40), head.filled().hypers().get("in_features"));
        assertEquals(
                new Hyper.Whole(7),
                check("{'kind': 'linear', 'in_features': 7}", Site.UNKNOWN)
                        .filled()
                        .hypers()
                        .get("out_features"));
        assertEquals(
                "in_features",
                check("{'kind': 'linear'}", Site.UNKNOWN).problems().getFirst().hyper());
    }

    /** A resolved layer means the same without its place, and never grows problems. */
    @Property(tries = 300)
    void resolvingIsFinal(@ForAll("cases") LayerCase tried) throws Exception {
        var resolved = LayerSettings.resolve(tried.spec(), Site.of(tried.input()));
        assertEquals(tried.settings(), LayerSettings.of(resolved, Site.UNKNOWN));
        assertEquals(resolved, LayerSettings.resolve(resolved, Site.of(tried.input())));
    }

    @Provide
    Arbitrary<LayerCase> cases() {
        return Arbitraries.of(LayerCase.all());
    }

    /** Whatever is typed, checking answers. */
    @Property(tries = 500)
    void checkingNeverFails(
            @ForAll("kinds") LayerKind kind, @ForAll("values") List<Hyper> values, @ForAll("sites") Site site) {
        var given = new java.util.LinkedHashMap<String, Hyper>();
        for (int i = 0; i < Math.min(values.size(), kind.hypers().size()); i++) {
            given.put(kind.hypers().get(i).name(), values.get(i));
        }
        var check = LayerCheck.of(new LayerSpec(kind.id(), "layer", given), site, DType.FLOAT32);
        assertEquals(check.isPossible(), check.adds().isPresent());
    }

    @Provide
    Arbitrary<LayerKind> kinds() {
        return Arbitraries.of(LayerKinds.all());
    }

    @Provide
    Arbitrary<List<Hyper>> values() {
        var whole = Arbitraries.longs().between(-2, 40);
        Arbitrary<Hyper> hyper = Arbitraries.oneOf(
                whole.map(Hyper.Whole::new),
                Arbitraries.longs().map(Hyper.Whole::new),
                Arbitraries.doubles().map(Hyper.Real::new),
                Arbitraries.of(true, false).map(Hyper.Flag::new),
                Arbitraries.strings().all().ofMaxLength(6).map(Hyper.Word::new),
                whole.list().ofMaxSize(3).map(Hyper.Wholes::new));
        return hyper.list().ofMaxSize(9);
    }

    @Provide
    Arbitrary<Site> sites() {
        var shape = Arbitraries.longs().between(0, 24).list().ofMaxSize(5).map(Shape::new);
        return Arbitraries.oneOf(
                Arbitraries.just(Site.UNKNOWN),
                shape.map(Site::of),
                Arbitraries.longs().between(0, 24).map(w -> Site.ofWidth(OptionalLong.of(w))));
    }
}
