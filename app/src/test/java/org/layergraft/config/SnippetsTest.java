package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.torchscript.PythonTorch;

class SnippetsTest {

    @TempDir
    Path folder;

    private static Switches switches(boolean find, boolean fixed, Mode mode, DdpOptions options) {
        return new Switches(
                find, fixed, new Checkpoint(mode, mode == Mode.OFF ? List.of() : List.of("layer")), options);
    }

    private static List<Switches> all() {
        var all = new ArrayList<Switches>();
        var options = new DdpOptions(OptionalDouble.of(12.5), true, false, 4, true);
        for (DdpOptions one : List.of(DdpOptions.DEFAULT, options)) {
            for (Mode mode : Mode.values()) {
                for (int i = 0; i < 4; i++) {
                    all.add(switches(i % 2 == 1, i > 1, mode, one));
                }
            }
        }
        return all;
    }

    /** By Python's own parser. */
    @Test
    void everySnippetIsPython() throws Exception {
        PythonTorch.assumePresent();
        int count = 0;
        for (Switches one : all()) {
            for (Snippet snippet : Snippets.of(one)) {
                for (Snippet.Part part : snippet.parts()) {
                    Files.writeString(folder.resolve("s" + count++ + ".txt"), part.code());
                }
            }
        }
        Path parse = Files.writeString(
                folder.resolve("parse.py"),
                "import ast, pathlib, sys\n"
                        + "files = list(pathlib.Path(sys.argv[1]).glob('*.txt'))\n"
                        + "[ast.parse(f.read_text(), str(f)) for f in files]\n"
                        + "print(len(files))\n");
        assertEquals(
                String.valueOf(count), PythonTorch.run(parse.toString(), folder).strip());
    }

    @Test
    void namesAreTheLibrariesOwn() {
        List<String> code = Snippets.of(switches(true, true, Mode.NONREENTRANT, DdpOptions.DEFAULT)).stream()
                .map(s -> s.parts().stream().map(Snippet.Part::code).reduce("", String::concat))
                .toList();
        assertEquals(Snippet.Library.values().length, code.size());
        assertTrue(
                code.get(0).contains("DistributedDataParallel(model, find_unused_parameters=True, static_graph=True)"));
        assertTrue(code.get(0).contains("checkpoint(self.layer, x, use_reentrant=False)"));
        assertTrue(code.get(1).contains("strategy=DDPStrategy(find_unused_parameters=True, static_graph=True)"));
        assertTrue(code.get(2).contains("kwargs_handlers=[ddp]"));
        assertTrue(code.get(3).contains("gradient_checkpointing_kwargs={\"use_reentrant\": False}"));
        assertTrue(code.get(4).contains("train.ddp.find_unused_parameters = True"));
        assertTrue(code.get(5).contains("set_reentrant_ckpt(False)"));
    }

    /** Neither was written anywhere. */
    @Test
    void accumulationAndBfloat16AreSaidInEachLibrarysWords() {
        var options = new DdpOptions(OptionalDouble.empty(), false, true, 4, true);
        List<String> code = Snippets.of(switches(false, false, Mode.OFF, options)).stream()
                .map(s -> s.parts().stream().map(Snippet.Part::code).reduce("", String::concat))
                .toList();
        assertTrue(code.get(0).contains("model.no_sync()") && code.get(0).contains("dtype=torch.bfloat16"));
        assertTrue(code.get(1).contains("), accumulate_grad_batches=4, precision=\"bf16-mixed\")"), code.get(1));
        assertTrue(code.get(2).contains("[ddp], gradient_accumulation_steps=4, mixed_precision=\"bf16\")"));
        assertTrue(code.get(3).contains("gradient_accumulation_steps=4,\n    bf16=True,"));
        assertTrue(code.get(4).contains("a trainer of your own"));
        assertTrue(code.get(5).contains("args.grad_accum_steps = 4\nargs.amp = True\nargs.amp_dtype = \"bfloat16\""));
        for (Snippet plain : Snippets.of(switches(false, false, Mode.OFF, DdpOptions.DEFAULT))) {
            String text = plain.parts().stream().map(Snippet.Part::code).reduce("", String::concat);
            assertTrue(!text.contains("accum") && !text.contains("16"), text);
        }
    }

    /** Four backwards and one optimizer step: ranks with other batches hold the same weights after it, and not before. */
    @ParameterizedTest
    @CsvSource({"4,false", "4,true", "1,true"})
    void theLinesOfATrainingLoopTrain(int accumulate, boolean bf16) throws Exception {
        PythonTorch.assumePresent();
        var options = new DdpOptions(OptionalDouble.empty(), false, true, accumulate, bf16);
        List<Snippet.Part> parts = Snippets.of(switches(false, false, Mode.OFF, options))
                .getFirst()
                .parts();
        Files.writeString(folder.resolve("wrap.txt"), parts.getFirst().code());
        // These ranks have no GPU.
        Files.writeString(folder.resolve("step.txt"), parts.get(1).code().replace("\"cuda\"", "\"cpu\""));
        Path script = Files.writeString(folder.resolve("loop.py"), """
            import pathlib, sys, tempfile
            import torch, torch.distributed as dist, torch.multiprocessing as mp

            folder = pathlib.Path(sys.argv[1])

            def rank(number, store, result):
                dist.init_process_group('gloo', init_method='file://' + store, rank=number, world_size=2)
                torch.manual_seed(0)
                names = {'model': torch.nn.Linear(4, 4)}
                exec((folder / 'wrap.txt').read_text(), names)
                model = names['model']
                torch.manual_seed(1 + number)
                types = set()
                def compute_loss(model, batch):
                    out = model(batch)
                    types.add(str(out.dtype))
                    return out.float().square().mean()
                names['compute_loss'] = compute_loss
                names['optimizer'] = torch.optim.SGD(model.parameters(), lr=0.1)
                names['loader'] = [torch.randn(2, 4) for _ in range(4)]
                names['batch'] = torch.randn(2, 4)
                before = model.module.weight.detach().clone()
                exec((folder / 'step.txt').read_text(), names)
                if model.module.weight.grad is not None:
                    names['optimizer'].step()
                after = model.module.weight.detach()
                all = [torch.zeros(4, 4) for _ in range(2)]
                dist.all_gather(all, after.contiguous())
                result.put((torch.equal(all[0], all[1]), not torch.equal(before, after), sorted(types)))

            if __name__ == '__main__':
                result = mp.get_context('spawn').SimpleQueue()
                with tempfile.TemporaryDirectory() as where:
                    mp.spawn(rank, (where + '/store', result), nprocs=2)
                print(result.get(), result.get())
            """);
        String one = "(True, True, ['torch." + (bf16 ? "bfloat16" : "float32") + "'])";
        assertEquals(
                one + " " + one,
                PythonTorch.run(script.toString(), folder)
                        .strip()
                        .lines()
                        .reduce((_, b) -> b)
                        .orElseThrow());
    }

    /** Two real processes with Debian's PyTorch: the snippets' own lines wrap the model and checkpoint its layer. */
    @ParameterizedTest
    @CsvSource({"false,OFF,fails", "true,OFF,trains", "true,REENTRANT,fails", "true,NONREENTRANT,trains"})
    void plainPyTorchDoesWhatIsPromised(boolean find, Mode mode, String outcome) throws Exception {
        PythonTorch.assumePresent();
        List<Snippet.Part> parts = Snippets.of(switches(find, false, mode, DdpOptions.DEFAULT))
                .getFirst()
                .parts();
        Files.writeString(folder.resolve("wrap.txt"), parts.getFirst().code());
        Files.writeString(
                folder.resolve("call.txt"),
                mode == Mode.OFF ? "x = self.layer(x)\n" : parts.get(1).code());
        Path script = Files.writeString(folder.resolve("train.py"), """
            import pathlib, sys, tempfile
            import torch, torch.distributed as dist, torch.multiprocessing as mp

            folder = pathlib.Path(sys.argv[1])

            class Model(torch.nn.Module):
                def __init__(self):
                    super().__init__()
                    self.first, self.layer, self.last = (torch.nn.Linear(4, 4) for _ in range(3))
                    self.unused = torch.nn.Parameter(torch.zeros(2))

                def forward(self, x):
                    names = {'self': self, 'x': self.first(x)}
                    exec((folder / 'call.txt').read_text(), names)
                    return self.last(names['x']).sum()

            def rank(number, store, result):
                dist.init_process_group('gloo', init_method='file://' + store, rank=number, world_size=2)
                names = {'model': Model()}
                exec((folder / 'wrap.txt').read_text(), names)
                try:
                    for _ in range(3):
                        names['model'](torch.randn(2, 4)).backward()
                    result.put('trains')
                except RuntimeError as error:
                    result.put('fails')

            if __name__ == '__main__':
                result = mp.get_context('spawn').SimpleQueue()
                with tempfile.TemporaryDirectory() as where:
                    mp.spawn(rank, (where + '/store', result), nprocs=2)
                print(result.get(), result.get())
            """);
        assertEquals(
                outcome + " " + outcome,
                PythonTorch.run(script.toString(), folder)
                        .strip()
                        .lines()
                        .reduce((_, b) -> b)
                        .orElseThrow());
    }
}
