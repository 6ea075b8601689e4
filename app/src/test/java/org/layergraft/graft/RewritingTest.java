package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.layergraft.model.FlowNode;
import org.layergraft.model.SourcePlace;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptCode;

/** Rewriting of texts, each small enough to check by eye. */
class RewritingTest {

    private static ScriptClass type(String text) throws Exception {
        var units = new TreeMap<String, String>();
        units.put("__torch__.py", text);
        return ScriptCode.parse(units).find("__torch__.M").orElseThrow();
    }

    private static String module(String... body) {
        return "class M(Module):\n  __parameters__ = [\"w\", ]\n  __buffers__ = []\n  w : Tensor\n  training : bool\n"
                + "  fc : __torch__.Fc\n  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n    "
                + String.join("\n    ", body) + "\n";
    }

    /** Taps {@code expression} and puts {@code use VALUE} where statements go. */
    private static String tapped(String text, String expression, String statement) throws LayergraftException {
        int start = text.indexOf(expression);
        int statementStart = text.indexOf(statement);
        var place = new SourcePlace("__torch__.py", start, start + expression.length(), statementStart, 1);
        var node = new FlowNode(
                "node", FlowNode.Kind.OPERATOR, "", "", Optional.empty(), Optional.empty(), Optional.of(place));
        var splices = new Splices();
        var tap = Tap.expression(splices, text, node, place, "v");
        splices.insert(tap.at(), tap.indent() + "use " + tap.value() + "\n");
        return splices.in(text);
    }

    @Test
    void insertionsAtOnePlaceKeepTheirOrder() {
        assertEquals("a12b", new Splices().insert(1, "1").insert(1, "2").in("ab"));
        assertEquals("1X", new Splices().replace(0, 2, "X").insert(0, "1").in("ab"));
        var overlapping = new Splices().replace(0, 2, "").replace(1, 2, "");
        assertThrows(IllegalStateException.class, () -> overlapping.in("abc"));
    }

    @Test
    void aNamedValueIsUsedUnderItsName() throws Exception {
        assertEquals("  h = f(x)\n  use h\n  g(h)\n", tapped("  h = f(x)\n  g(h)\n", "f(x)", "h ="));
        assertEquals("  h : Tensor = f(x)\n  use h\n", tapped("  h : Tensor = f(x)\n", "f(x)", "h :"));
    }

    @Test
    void aNestedValueGetsAName() throws Exception {
        assertEquals("  v = f(x)\n  use v\n  return g(v, )\n", tapped("  return g(f(x), )\n", "f(x)", "return"));
        assertEquals(
                "  v = f(x)\n  use v\n  _1, _2 = torch.topk(v, 3)\n",
                tapped("  _1, _2 = torch.topk(f(x), 3)\n", "f(x)", "_1, _2"));
        assertEquals(
                "  v = f(x)\n  use v\n  if bool(v):\n    pass\n", tapped("  if bool(f(x)):\n    pass\n", "f(x)", "if"));
    }

    @Test
    void whatWasComputedBeforeIsStillComputedBefore() throws Exception {
        assertEquals(
                "  v_0 = torch.dropout(y, 0.5, True)\n  v = f(x)\n  use v\n  return g(v_0, [1, 2], v)\n",
                tapped("  return g(torch.dropout(y, 0.5, True), [1, 2], f(x))\n", "f(x)", "return"));
        assertEquals(
                "  v_0 = (a).forward(y, )\n  v = f(x)\n  use v\n  _1 = {\"k,(\": v_0, \"l\": v}\n",
                tapped("  _1 = {\"k,(\": (a).forward(y, ), \"l\": f(x)}\n", "f(x)", "_1"));
        // Pure arguments may be overtaken.
        assertEquals(
                "  v = f(x)\n  use v\n  return g(torch.relu(y), v)\n",
                tapped("  return g(torch.relu(y), f(x))\n", "f(x)", "return"));
    }

    @Test
    void severalValuesAndLoopConditionsAreRefused() {
        assertThrows(LayergraftException.class, () -> tapped("  a, b = f(x)\n", "f(x)", "a,"));
        assertThrows(LayergraftException.class, () -> tapped("  while bool(f(x)):\n", "f(x)", "while"));
    }

    @Test
    void parametersAreDeclaredBehindParametersAndModulesLast() throws Exception {
        String text = module("return x");
        var splices = new Splices();
        ClassText.addParameter(splices, text, type(text), "e");
        ClassText.addAttribute(splices, type(text), "m", "__torch__.L");
        var edited = type(splices.in(text));
        assertEquals(List.of("w", "e"), edited.parameters());
        assertEquals(
                List.of("w", "e", "training", "fc", "m"),
                edited.attributes().stream().map(ScriptClass.Attribute::name).toList());
        var back = new Splices();
        ClassText.removeAttribute(back, splices.in(text), edited, "e");
        ClassText.removeAttribute(back, splices.in(text), edited, "m");
        assertEquals(text, back.in(splices.in(text)));
    }

    @Test
    void theFirstParameterOfAClassComesBeforeEverything() throws Exception {
        String text = module("return x").replace("[\"w\", ]", "[]").replace("  w : Tensor\n", "");
        var splices = new Splices();
        ClassText.addParameter(splices, text, type(text), "e");
        var edited = type(splices.in(text));
        assertEquals(List.of("e"), edited.parameters());
        assertEquals("e", edited.attributes().getFirst().name());
    }

    @Test
    void classNamesAreReplacedOnlyWhereTheyStandWhole() {
        assertEquals(
                "a: N, b: __torch__.MM, c: __torch__.M.x, d: x__torch__.M, List[N]",
                Names.renameClass(
                        "a: __torch__.M, b: __torch__.MM, c: __torch__.M.x, d: x__torch__.M, List[__torch__.M]",
                        "__torch__.M",
                        "N"));
    }

    private static Outputs outputs(String type, String... body) throws Exception {
        String text = module(body).replace("-> Tensor", "-> " + type);
        var forward = type(text).method("forward").orElseThrow();
        return new Outputs(text, forward, forward.returnSpan().orElseThrow());
    }

    @Test
    void outputsAreCountedAsTheyAreFlattened() throws Exception {
        assertEquals(Optional.of(List.of(0)), outputs("Tensor", "return x").floating());
        assertEquals(
                Optional.of(List.of(0, 2)),
                outputs("Tuple[Tensor, Tensor, Tensor]", "a, i = torch.topk(x, 3)", "return (a, i, torch.relu(x))")
                        .floating());
        assertEquals(
                Optional.of(List.of(0, 1)),
                outputs("Dict[str, Tensor]", "d = {\"a\": x, \"b\": torch.mean(x), \"c\": torch.argmax(x)}", "return d")
                        .floating());
        assertEquals(
                3,
                outputs("Tuple[Tensor, Tuple[Tensor, Tensor]]", "return t")
                        .flattened()
                        .orElseThrow()
                        .size());
        assertEquals(Optional.empty(), outputs("List[Tensor]", "return t").flattened());
        assertEquals(
                Optional.empty(),
                outputs("Dict[str, Tensor]", "return self.made(x)").flattened());
        assertEquals(
                3,
                outputs("Dict[str, Tensor]", "d = torch.copy({\"a\": x, \"b\": x})", "d[\"c\"] = x", "return d")
                        .flattened()
                        .orElseThrow()
                        .size());
    }

    @Test
    void globsNameWhatLiesBelow() {
        assertTrue(Targets.matcher("encoder.*").test("encoder.0.norm.weight"));
        assertTrue(Targets.matcher("encoder").test("encoder.0.norm.weight"));
        assertTrue(Targets.matcher("*.weight").test("encoder.0.norm.weight"));
        assertFalse(Targets.matcher("encoder").test("encoder2.weight"));
        assertFalse(Targets.matcher("enc.der").test("encoder"));
        assertTrue(Targets.matcher("").test("anything"));
    }
}
