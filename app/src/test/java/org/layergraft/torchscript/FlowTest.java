package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;

class FlowTest {

    private static final String HEAD =
            "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

    private static ModelGraph graph(String forward) throws LayergraftException {
        var code = new TreeMap<>(Map.of("__torch__.py", HEAD + forward));
        return ModelGraphs.read(Golden.model(code, "__torch__.M", Map.of()));
    }

    private static List<String> edges(ModelGraph graph) {
        return graph.root().forward().edges().stream()
                .map(e -> e.from() + " -> " + e.to())
                .toList();
    }

    @Test
    void aScriptedModuleWithEveryKindOfStatementGivesTheGraphOnRecord() throws Exception {
        var model = Golden.model(Golden.code("scripted"), "__torch__.Gate", Map.of("again", "fc"));
        assertEquals(Golden.text("scripted.graph"), Golden.describe(model, ModelGraphs.read(model)));
    }

    @Test
    void aTracedModuleWithSharedAndTiedLayersGivesTheGraphOnRecord() throws Exception {
        var model = Golden.model(
                Golden.code("traced"), "__torch__.Net", Map.of("block.b", "block.a", "head.weight", "emb.weight"));
        assertEquals(Golden.text("traced.graph"), Golden.describe(model, ModelGraphs.read(model)));
    }

    @Test
    void whatAHelperOfTheSameModuleDoesAppearsWhereItIsCalled() throws Exception {
        var found = graph("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    return (self).twice(x, )\n"
                + "  def twice(self: __torch__.M, y: Tensor) -> Tensor:\n    return torch.tanh(y)\n");
        assertEquals(List.of("/@x -> /tanh", "/tanh -> /@return"), edges(found));
    }

    /** They were values that layers could be put on, and PyTorch could not load the result. */
    @Test
    void whatIsOnlyToldAboutATensorIsNoValue() throws Exception {
        for (String about : List.of("is_nested", "is_floating_point", "is_pinned", "result_type", "numel")) {
            var found = graph("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    told = ops.prim." + about
                    + "(x)\n    if bool(told):\n      y = torch.relu(x)\n    else:\n      y = x\n    return y\n");
            assertTrue(found.root().forward().nodes().stream().noneMatch(n -> n.id().contains(about)), about);
        }
    }

    private static List<String> given(String lines) throws LayergraftException {
        var found = graph("  def forward(self: __torch__.M, x: Tensor, n: int) -> Dict[str, Tensor]:\n" + lines);
        return found.root().forward().edges().stream()
                .filter(e -> e.to().equals("/@return"))
                .flatMap(e -> e.parts().stream())
                .map(FlowEdge.Part::given)
                .toList();
    }

    /** mmdetection's losses are named so: d0.loss_cls, d1.loss_cls and so on, written in an unrolled loop. */
    @Test
    void keysThatAreComputedFromLiteralsAreKnownAndOthersSayThatTheyAreNot() throws Exception {
        String open = "    d = annotate(Dict[str, Tensor], {})\n    p = [\"d0.\", \"\"]\n";
        String close = "    return d\n";
        assertEquals(
                List.of("d0\u2024loss_cls"),
                given(open + "    torch._set_item(d, torch.add(p[0], \"loss_cls\"), torch.relu(x))\n" + close));
        assertEquals(
                List.of("loss_1"),
                given(open + "    k = torch.format(\"loss_{}\", 1)\n    torch._set_item(d, k, torch.relu(x))\n"
                        + close));
        assertEquals(
                List.of("loss_2"),
                given(open + "    torch._set_item(d, torch.add(\"loss_\", str(2)), torch.relu(x))\n" + close));
        var unknown = given(open + "    torch._set_item(d, torch.add(\"loss_\", str(n)), torch.relu(x))\n" + close);
        assertTrue(unknown.size() == 1 && FlowEdge.Part.isUnknown(unknown.getFirst()), unknown.toString());
        var inLoop = given(open + "    for i in range(n):\n"
                + "      torch._set_item(d, torch.add(\"loss_\", str(i)), torch.relu(x))\n"
                + "    torch._set_item(d, \"other\", torch.tanh(x))\n" + close);
        assertTrue(inLoop.stream().anyMatch(FlowEdge.Part::isUnknown), inLoop.toString());
    }

    @Test
    void whatAForkRunsFlowsIntoTheWait() throws Exception {
        var found = graph("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    def __forked_function():\n"
                + "      return torch.tanh(x)\n    future = fork(__forked_function)\n    y = torch.relu(x)\n"
                + "    return torch.add(y, torch.wait(future))\n");
        assertEquals(
                List.of("/@x -> /tanh", "/@x -> /relu", "/relu -> /add", "/tanh -> /add", "/add -> /@return"),
                edges(found));
        assertEquals(List.of(), found.warnings());
    }

    @Test
    void aMethodThatCallsItselfEndsAsAnOperator() throws Exception {
        var found = graph("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    return (self).forward(x, )\n");
        assertEquals(List.of("/@x -> /forward", "/forward -> /@return"), edges(found));
    }

    @Test
    void writingIntoASliceChangesTheWholeTensor() throws Exception {
        var found = graph("  def forward(self: __torch__.M, x: Tensor, y: Tensor) -> Tensor:\n    z = torch.clone(x)\n"
                + "    row = torch.select(z, 0, 1)\n    _0 = torch.copy_(row, y)\n    return z\n");
        assertTrue(edges(found).containsAll(List.of("/clone -> /@return", "/copy_ -> /@return", "/@y -> /copy_")));
    }

    @Test
    void entriesOfATupleStayApart() throws Exception {
        var found = graph("  def forward(self: __torch__.M, x: Tensor, y: Tensor) -> Tensor:\n    _0 = (x, y)\n"
                + "    a, b, = _0\n    d = {\"k\": a, \"l\": b}\n    return torch.relu(d[\"l\"])\n");
        assertEquals(List.of("/@y -> /relu", "/relu -> /@return"), edges(found));
    }

    @Test
    void shapesAndTheirArithmeticAreFoldedAway() throws Exception {
        var found = graph("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n"
                + "    n = ops.prim.NumToTensor(torch.size(x, 0))\n"
                + "    m = torch.mul(n, CONSTANTS.c0)\n"
                + "    k = torch.floordiv((torch.size(x))[1], torch.add(int(m), 2))\n"
                + "    return torch.view(x, [k, -1])\n");
        assertEquals(List.of("/@x -> /view", "/view -> /@return"), edges(found));
        assertEquals(3, found.root().forward().nodes().size());
    }

    @Test
    void unknownThingsAreDrawnAndNeverThrow() throws Exception {
        var found = graph("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n"
                + "    y = ops.mine.odd(x, lambda q: q)\n"
                + "    z = (self.nothing).forward(y, )\n"
                + "    w = [t for t in z]\n"
                + "    return __torch__.gone(w, z, y, )\n");
        assertTrue(edges(found).contains("/odd -> /gone"), edges(found).toString());
        for (var language : Texts.languages()) {
            var sentences =
                    found.warnings().stream().map(new Texts(language)::get).toList();
            // Which module's forward, which file, which line, and what can be done all the same.
            assertTrue(
                    sentences.stream()
                            .anyMatch(w -> w.startsWith("forward") && w.contains("__torch__.py") && w.contains("7")),
                    sentences.toString());
        }
        assertEquals(
                "forward (__torch__.py, line 9): what __torch__.gone calls is unknown; it is drawn as an operator, so"
                        + " layers can be added before and behind it, not inside.",
                new Texts(Locale.ENGLISH).get(found.warnings().getLast()));
    }

    @Test
    void moduleThatSharesModulesSixtyLevelsDeepIsReadInTime() throws LayergraftException {
        var code = new StringBuilder(HEAD.replace("class M", "class L0"));
        code.append("  def forward(self: __torch__.L0, x: Tensor) -> Tensor:\n    return torch.relu(x)\n");
        var same = new LinkedHashMap<String, String>();
        var path = new StringBuilder();
        for (var i = 1; i <= 60; i++) {
            code.append(HEAD.replace("class M", "class L" + i))
                    .append("  a : __torch__.L%d%n  b : __torch__.L%d%n"
                            .formatted(i - 1, i - 1)
                            .replace("\r", ""))
                    .append("  def forward(self: __torch__.L" + i
                            + ", x: Tensor) -> Tensor:\n    a = self.a\n    b = self.b\n")
                    .append("    return torch.add((a).forward(x, ), (b).forward(x, ))\n");
            same.put(path + "b", path + "a");
            path.append("a.");
        }
        var model = Golden.model(new TreeMap<>(Map.of("__torch__.py", code.toString())), "__torch__.L60", same);
        var found = assertTimeout(Duration.ofSeconds(20), () -> ModelGraphs.read(model));
        assertTrue(
                found.warnings().stream().anyMatch(w -> w.key().equals("code.tooManyModules")),
                found.warnings().toString());
    }

    @Test
    void helpersThatCallHelpersTenTimesEachEnd() throws LayergraftException {
        var methods = IntStream.rangeClosed(0, 12)
                .mapToObj(i -> "  def f%d(self: __torch__.M, x: Tensor) -> Tensor:\n".formatted(i)
                        + (i == 0
                                ? "    return x\n"
                                : "    _0 = (self).f%d(x, )\n".formatted(i - 1).repeat(10) + "    return _0\n"))
                .collect(Collectors.joining());
        assertTimeout(
                Duration.ofSeconds(10),
                () -> graph("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    return (self).f12(x, )\n"
                        + methods));
    }

    @Property(tries = 50)
    void aChainOfAnyLengthIsAChainAndPlacesAreTheCalls(@ForAll @IntRange(min = 1, max = 60) int length)
            throws LayergraftException {
        var body = new ArrayList<String>();
        for (var i = 0; i < length; i++) {
            body.add("    y%d = torch.relu(%s)\n".formatted(i, i == 0 ? "x" : "y" + (i - 1)));
        }
        var text = "  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    _0 = \"é😀\"\n" + String.join("", body)
                + "    return y" + (length - 1) + "\n";
        var flow = graph(text).root().forward();
        assertEquals(length + 1, flow.edges().size());
        assertEquals(length + 2, flow.nodes().size());
        for (var i = 0; i < length; i++) {
            var node = flow.nodes().get(i + 1);
            var place = node.place().orElseThrow();
            assertEquals(i == 0 ? "/relu" : "/relu#" + (i + 1), node.id());
            assertEquals(body.get(i).trim(), (HEAD + text).substring(place.statementStart(), place.end()));
        }
        assertEquals(
                List.of("x"),
                flow.edges().stream().limit(1).map(FlowEdge::value).toList());
    }
}
