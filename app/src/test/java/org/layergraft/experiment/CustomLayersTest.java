package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.graft.CustomTrial;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.process.Cancellation;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptWriter;

/** What is typed, judged by the engine's libtorch. */
class CustomLayersTest {

    @TempDir
    static Path folder;

    @RegisterExtension
    static final RealProcesses PROCESSES = new RealProcesses();

    private static Optional<CustomTrial.Complaint> check(String code) throws LayergraftException {
        var hypers = new LinkedHashMap<String, Hyper>();
        hypers.put("code", new Hyper.Word(code.replace("/", "\n")));
        return new CustomLayers(PROCESSES.runner(), PROCESSES.scratch())
                .check(new LayerSpec("custom", "layer", hypers), new Cancellation());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "return F.relu(input)                               | 1 | undefined value F",
                "w = Parameter(4)/x = input * 2/y = undefined + w/return y | 3 | undefined value undefined",
                "x = input/return x.foo()                           | 2 | 'Tensor' object has no attribute or method"
                        + " 'foo'.",
                "x = input//return torch.conv2d(x, x                | 3 | expected ) but found 'eof'",
                "import math/return input                           | 1 | expected ident but found 'import'",
                "return 3                                           | 1 | Return value was annotated as having type"
                        + " Tensor",
                "x = input + 1                                      |   | ",
                "return torch.relu(input, 1, 2)                     | 1 | Arguments for call are not valid",
                "if self.training:/  x = input/return x             | 3 | x is not defined in the false branch",
            })
    void libtorchsWordsAreToldInTheLinesOfTheText(String code, Integer line, String words) throws Exception {
        var complaint = check(code.strip()).orElseThrow();
        if (line != null) {
            assertEquals(Optional.of(line), complaint.line(), complaint.message());
            assertTrue(complaint.message().startsWith(words), complaint.message());
        }
        assertTrue(!complaint.message().contains("__torch__.py"), complaint.message());
    }

    @Test
    void whatCompilesIsNotComplainedAboutAndWrongDeclarationsAreToldByUs() throws Exception {
        assertEquals(Optional.empty(), check("w = Parameter(4, 4)/b = Buffer()/return input @ w + b"));
        var wrong = assertThrows(LayergraftException.class, () -> check("w = Parameter(four)/return input"));
        assertTrue(wrong.getMessage().startsWith("Line 1, w = Parameter(four): write sizes"), wrong.getMessage());
        var taken = assertThrows(LayergraftException.class, () -> check("/input = Parameter(4)/return input"));
        assertTrue(taken.getMessage().startsWith("Line 2: input is taken"), taken.getMessage());
    }

    @Test
    void aFileInTheLogIsKnownByItsHashAndOutlivesTheFile() throws Exception {
        var code = new LinkedHashMap<String, Hyper>();
        code.put("code", new Hyper.Word("return input * 2."));
        Path file = folder.resolve("twice.pt");
        ScriptWriter.write(
                CustomTrial.of(new LayerSpec("custom", "layer", code)).model(), file);
        var hypers = new LinkedHashMap<String, Hyper>();
        hypers.put("file", new Hyper.Word(file.toString()));
        var edit = new Edit.Insert("", "fc1", new LayerSpec("custom", "twice", hypers), Edit.Scope.THIS);
        var sample = Path.of(System.getProperty("layergraft.samples", "samples"), "mini_mlp.pt");
        var edited = Experiments.apply(Experiments.open(sample), edit);
        var kept = edited.log().edits().getFirst().added().orElseThrow();
        assertTrue(kept.hypers().get("sha256") instanceof Hyper.Word(String hash) && hash.length() == 64);
        Experiments.save(edited, folder.resolve("edited.pt"));
        Files.delete(file);
        var again = Experiments.open(folder.resolve("edited.pt"));
        assertEquals(edited.log().edits(), again.log().edits());
        assertEquals(edited.model().code(), again.model().code());
    }
}
