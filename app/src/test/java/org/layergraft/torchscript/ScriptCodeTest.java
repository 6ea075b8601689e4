package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.layergraft.text.LayergraftException;

class ScriptCodeTest {

    private static final String TEXT = """
        def outer(x: Tensor) -> str:
          return "é😀 class Fake(Module):"
        class Layer(Module):
          __parameters__ = ["weight", "bias", ]
          __buffers__ = ["mean", ]
          weight : Tensor
          bias : Optional[Tensor]
          label : Final[str] = "😀"
          __annotations__["0"] = __torch__.a.___torch_mangle_3.Other
          def forward(self: __torch__.a.b.Layer,
            x: Tensor,
            n: int=3) -> Tuple[Tensor, int]:
            y = torch.add(x, n)
            return (y, n)
          def nothing(self: __torch__.a.b.Layer) -> NoneType:
            print("ü")
        class Empty(Module):
          pass
        """;

    private static ScriptCode parse(String text) throws LayergraftException {
        return ScriptCode.parse(new TreeMap<>(Map.of("__torch__/a/b.py", text)));
    }

    @Test
    void everySpanOfAClassIsCutExactlyAlsoBehindLettersBeyondAscii() throws LayergraftException {
        var found = parse(TEXT).find("__torch__.a.b.Layer").orElseThrow();
        assertEquals("Layer", found.shortName());
        assertEquals("Module", found.base());
        assertEquals("__torch__/a/b.py", found.unit());
        assertTrue(found.span().in(TEXT).startsWith("class Layer(Module):\n"));
        assertTrue(found.span().in(TEXT).endsWith("print(\"ü\")"));
        assertEquals(List.of("weight", "bias"), found.parameters());
        assertEquals(List.of("mean"), found.buffers());
        assertEquals("[\"weight\", \"bias\", ]", found.parametersSpan().in(TEXT));
        assertEquals("  def forward", TEXT.substring(found.attributesEnd(), found.attributesEnd() + 13));
        assertEquals(
                List.of("weight", "bias", "label", "0"),
                found.attributes().stream().map(ScriptClass.Attribute::name).toList());
        assertEquals(
                List.of("Tensor", "Optional[Tensor]", "Final[str]", "__torch__.a.___torch_mangle_3.Other"),
                found.attributes().stream().map(a -> a.typeSpan().in(TEXT)).toList());
    }

    @Test
    void everySpanOfAMethodIsCutExactly() throws LayergraftException {
        var found = parse(TEXT).find("__torch__.a.b.Layer").orElseThrow();
        var forward = found.method("forward").orElseThrow();
        assertEquals(
                List.of(new ScriptClass.Argument("x", "Tensor"), new ScriptClass.Argument("n", "int")),
                forward.arguments());
        assertTrue(forward.span().in(TEXT).startsWith("def forward(self"));
        assertTrue(forward.span().in(TEXT).endsWith("return (y, n)"));
        assertEquals("Tuple[Tensor, int]", forward.returnTypeSpan().in(TEXT));
        assertEquals("    y = torch.add", TEXT.substring(forward.bodyStart(), forward.bodyStart() + 17));
        assertEquals("(y, n)", forward.returnSpan().orElseThrow().in(TEXT));
        assertTrue(found.method("nothing").orElseThrow().returnSpan().isEmpty());
    }

    @Test
    void aClassWithoutDeclarationsHasAnEmptyPlaceForThem() throws LayergraftException {
        var found = parse(TEXT).find("__torch__.a.b.Empty").orElseThrow();
        assertEquals("", found.parametersSpan().in(TEXT));
        assertEquals("", found.attributes().stream().map(Object::toString).reduce("", String::concat));
        assertTrue(parse(TEXT).find("__torch__.a.b.Fake").isEmpty());
        assertTrue(parse(TEXT).find("__torch__.a.c.Layer").isEmpty());
    }

    @Test
    void whatIsNoTorchScriptIsRefusedByUnitAndLine() {
        var failure =
                assertThrows(LayergraftException.class, () -> parse(TEXT.replace("y = torch.add(x, n)", "y = ((")));
        assertTrue(failure.getMessage().contains("__torch__/a/b.py, line 13"), failure.getMessage());
    }

    @Test
    void textNestedBeyondReasonIsRefusedInsteadOfOverflowingTheStack() {
        var deep = "class M(Module):\n  x = " + "(".repeat(50_000) + "1" + ")".repeat(50_000) + "\n";
        assertThrows(LayergraftException.class, () -> parse(deep));
    }

    @Test
    void unitsThatDidNotChangeAreNotReadAgain() throws LayergraftException {
        var units = new TreeMap<>(Map.of("__torch__/a/b.py", TEXT, "__torch__/a/c.py", "class C(Module):\n  pass\n"));
        var before = ScriptCode.parse(units);
        units.put("__torch__/a/c.py", "class D(Module):\n  x : int\n");
        var after = ScriptCode.parse(units, before);
        assertSame(
                before.find("__torch__.a.b.Layer").get(),
                after.find("__torch__.a.b.Layer").get());
        assertTrue(after.find("__torch__.a.c.C").isEmpty());
        assertTrue(after.find("__torch__.a.c.D").isPresent());
    }

    @Test
    void copiesThatDifferOnlyInTheirNumbersKeepTheirOwnNames() throws LayergraftException {
        var text = "class C(Module):\n  fc%s : __torch__.L%s\n";
        var code = ScriptCode.parse(
                new TreeMap<>(Map.of("__torch__/a.py", text.formatted(1, 2), "__torch__/b.py", text.formatted(3, 4))));
        assertEquals(
                "fc3",
                code.find("__torch__.b.C").orElseThrow().attributes().getFirst().name());
        assertEquals(
                "__torch__.L2",
                code.find("__torch__.a.C").orElseThrow().attributes().getFirst().type());
    }
}
