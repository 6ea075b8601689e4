package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.SingleReport;

/** Outputs in every nesting and gradients in every layout, made with Python's PyTorch. */
class UnusualModelsTest {

    private static final String PYTHON = """
        import sys, torch
        from typing import Dict, List, NamedTuple, Optional, Tuple
        from torch import nn

        class Pair(NamedTuple):
            first: torch.Tensor
            second: torch.Tensor

        class Nested(nn.Module):
            def __init__(self):
                super().__init__()
                self.p = nn.ParameterList([nn.Parameter(torch.ones(3)) for _ in range(6)])
            def forward(self, x) -> Tuple[Dict[str, torch.Tensor], List[torch.Tensor], Pair, Optional[int], torch.Tensor]:
                p = [q * x for q in self.p]
                d: Dict[str, torch.Tensor] = {}
                for key, value in [("zz", p[0]), ("aa", p[1])]:
                    d[key] = value
                return d, [p[2], p[3]], Pair(p[4], p[5]), None, torch.arange(3)

        class Odd(nn.Module):
            def __init__(self):
                super().__init__()
                self.table = nn.Embedding(10, 4, sparse=True)
                self.half = nn.Parameter(torch.ones(4, dtype=torch.float64))
                self.nan = nn.Parameter(torch.zeros(4))
                self.empty = nn.Parameter(torch.zeros(0))
            def forward(self, i):
                root = (self.nan - self.nan.detach()).sqrt() * 0.0
                return (self.table(i) * self.half).sum() + root.sum() + self.empty.sum()

        torch.jit.script(Nested()).save(sys.argv[1] + "/nested.pt")
        torch.jit.script(Odd()).save(sys.argv[1] + "/odd.pt")
        """;

    @TempDir
    static Path folder;

    private static LocalStepRunner runner;

    @BeforeAll
    static void start() throws Exception {
        Path script = Files.writeString(folder.resolve("make.py"), PYTHON);
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "no /usr/bin/python3");
        Process made = new ProcessBuilder(python.toString(), script.toString(), folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes());
        assumeTrue(made.waitFor() == 0, () -> "python3 has no PyTorch: " + said);
        runner = new LocalStepRunner(Installation.find(), folder.resolve("scratch"));
    }

    @AfterAll
    static void stop() {
        if (runner != null) {
            runner.close();
        }
    }

    @Test
    void outputsCountDepthFirstAndDictionariesInTheirOwnOrder() throws Exception {
        for (int position = 0; position < 6; position++) {
            var loss = new LossSpec.Outputs(List.of(position), LossSpec.Reduce.SUM);
            Map<String, GradientState> states = states(run("nested.pt", DType.FLOAT32, loss));
            String expected = "p." + position;
            states.forEach((name, state) -> assertEquals(
                    name.equals(expected) ? GradientState.NONZERO : GradientState.NONE, state, expected + " " + name));
        }
    }

    @Test
    void integersAreNoPartOfASumOverOutputs() throws Exception {
        assertTrue(states(run("nested.pt", DType.FLOAT32, new LossSpec.Sum())).values().stream()
                .allMatch(GradientState.NONZERO::equals));
    }

    @Test
    void aLossOfIntegersIsAFindingInLibtorchsWords() throws Exception {
        var report = run("nested.pt", DType.FLOAT32, new LossSpec.Outputs(List.of(6), LossSpec.Reduce.SUM));
        assertEquals(
                "element 0 of tensors does not require grad and does not have a grad_fn",
                report.failure().orElseThrow().message());
    }

    @Test
    void sparseDoubleEmptyAndNonfiniteGradientsAreRead() throws Exception {
        var report = run("odd.pt", DType.INT64, new LossSpec.Sum());
        assertTrue(report.trains(), () -> report.failure().toString());
        assertEquals(
                Map.of(
                        "table.weight", GradientState.NONZERO,
                        "half", GradientState.NONZERO,
                        "nan", GradientState.NONFINITE,
                        "empty", GradientState.ZERO),
                states(report));
        Gradient table = report.gradients().stream()
                .filter(gradient -> gradient.parameter().equals("table.weight"))
                .findFirst()
                .orElseThrow();
        // Rows 0 and 1 of 10 are looked up, all four columns of each.
        assertEquals(0.2, table.nonzero(), 1e-12);
    }

    private static Map<String, GradientState> states(SingleReport report) {
        return report.gradients().stream().collect(Collectors.toMap(Gradient::parameter, Gradient::state));
    }

    private static SingleReport run(String file, DType dtype, LossSpec loss) throws Exception {
        var shape = dtype == DType.INT64 ? Shape.of(64) : Shape.of(3);
        var input = new InputSpec("x", dtype, shape, OptionalLong.empty(), OptionalLong.empty());
        var plan = TestRunner.plan(folder.resolve(file), new InputPlan.Generated(List.of(input)), loss, 1);
        return runner.single(plan, StepRunner.Progress.SILENT, new Cancellation());
    }
}
