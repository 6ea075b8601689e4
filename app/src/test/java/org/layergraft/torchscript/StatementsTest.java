package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Statement.Kind;

class StatementsTest {

    private static final String TEXT = """
        class M(Module):
          __parameters__ = []
          def forward(self: __torch__.M,
            x: Tensor) -> Tensor:
            a, b, = torch.topk(torch.relu(x), torch.len(x))
            c, = torch.where(a)
            if bool(torch.gt(torch.sum(a), 0)):
              d = torch.add(a, b)
            else:
              d = a
            while bool(torch.lt(d, 1)):
              d = torch.mul(d, (self.fc).forward(d, ))
            self.n = torch.neg(d) if x else torch.abs(d)
            for i in range(torch.len(x)):
              torch.append(x, d)
            return torch.cat([a, d], 1)
        """;

    private static List<Statement> statements() throws LayergraftException {
        var code = ScriptCode.parse(new TreeMap<>(Map.of("__torch__.py", TEXT)));
        return Statements.of(code, "__torch__.M", "forward");
    }

    @Test
    void argumentsComeBeforeTheCallsTheyAreArgumentsOf() throws Exception {
        var calls = statements().getFirst().calls().stream()
                .map(Statement.Invocation::function)
                .toList();
        assertEquals(List.of("torch.relu", "torch.len", "torch.topk"), calls);
    }

    @Test
    void bodiesFollowTheirHeads() throws Exception {
        var kinds = statements().stream().map(Statement::kind).toList();
        assertEquals(
                List.of(
                        Kind.ASSIGNMENT,
                        Kind.ASSIGNMENT,
                        Kind.IF,
                        Kind.ASSIGNMENT,
                        Kind.ASSIGNMENT,
                        Kind.OTHER,
                        Kind.ASSIGNMENT,
                        Kind.ASSIGNMENT,
                        Kind.FOR,
                        Kind.EXPRESSION,
                        Kind.RETURN),
                kinds);
    }

    @Test
    void aCommaMeansUnpacking() throws Exception {
        var two = statements().get(0);
        assertEquals(List.of("a", "b"), two.targets());
        assertTrue(two.unpacks() && two.isAll(two.calls().getLast()));
        var one = statements().get(1);
        assertEquals(List.of("c"), one.targets());
        assertTrue(one.unpacks());
    }

    @Test
    void whatMayNotBeEvaluatedOrAgainAndAgainIsNotListed() throws Exception {
        assertTrue(statements().get(5).calls().isEmpty(), "the condition of a while loop");
        var lazy = statements().get(7);
        assertTrue(lazy.calls().isEmpty(), "either side of a conditional expression");
        assertTrue(lazy.targets().isEmpty(), "an attribute is no name");
    }

    @Test
    void whatAFunctionInsideTheMethodReturnsIsNotItsResult() throws Exception {
        var code = ScriptCode.parse(new TreeMap<>(Map.of("__torch__.py", """
            class M(Module):
              __parameters__ = []
              def forward(self: __torch__.M,
                x: Tensor) -> Tensor:
                def __forked_function():
                  return torch.neg(x)
                future = fork(__forked_function)
                return torch.wait(future)
            """)));
        var kinds = Statements.of(code, "__torch__.M", "forward").stream()
                .map(Statement::kind)
                .toList();
        assertEquals(List.of(Kind.OTHER, Kind.EXPRESSION, Kind.ASSIGNMENT, Kind.RETURN), kinds);
    }

    @Test
    void aMethodThatIsNotThereHasNoStatements() throws Exception {
        var code = ScriptCode.parse(new TreeMap<>(Map.of("__torch__.py", TEXT)));
        assertEquals(List.of(), Statements.of(code, "__torch__.M", "other"));
        assertEquals(List.of(), Statements.of(code, "__torch__.N", "forward"));
    }
}
