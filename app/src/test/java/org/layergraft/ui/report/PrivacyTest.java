package org.layergraft.ui.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Notice;
import org.layergraft.ui.common.Tone;

/** Where files lie and whose they are is taken out; what the error is about stays. */
class PrivacyTest {

    private static final Privacy LINUX = new Privacy(
            "/home/jane doe",
            "/tmp",
            List.of("/home/jane doe/clients/acme", "/data/vision"),
            List.of("jane doe", "box7"));

    private static final Privacy WINDOWS = new Privacy(
            "C:\\Users\\Jane Doe",
            "C:\\Users\\JANEDO~1\\AppData\\Local\\Temp\\",
            List.of("D:\\Acme\\models", "\\\\nas\\team\\nets"),
            List.of("Jane Doe", "LAPTOP-7"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/home/jane doe/clients/acme/net.pt is not a model | net.pt is not a model",
                "cannot read '/data/vision/sub/net.pt' | cannot read '…/net.pt'",
                "/data/visions/net.pt | …/net.pt",
                "not written to /data/vision/张三 Secret Ltd/d.graft: /data/vision/张三 Secret Ltd/d.graft1.tmp ->"
                        + " /data/vision/张三 Secret Ltd/d.graft: no | not written to …/d.graft: …/d.graft1.tmp ->"
                        + " …/d.graft: no",
                "/srv/Secret Client Ltd/(a)/d.graft: no | …/d.graft: no",
                "/data/vision/net.pt and then /data/vision/new net.pt | net.pt and then new net.pt",
                "/tmp/Secret Client/9.log | <temp>/…/9.log",
                "in ~/Secret Client/notes.txt | in ~/…/notes.txt",
                "in /home/jane doe/notes.txt | in ~/notes.txt",
                "in /home/jane doe | in ~/",
                "in /home/jane doe, and | in ~/, and",
                "file:///home/jane%20doe/a/b/c.py, line 3 | ~/…/c.py, line 3",
                "/tmp/12/hs_err_9.log | <temp>/…/hs_err_9.log",
                "/tmp/9.log | <temp>/9.log",
                "File \"/opt/secret/place/model.py\", line 7 | File \"…/model.py\", line 7",
                "(/srv/a/b.so+0x12) | (…/b.so+0x12)",
                "Jane Doe on box7: no | <someone> on <someone>: no",
                "boxes and janes | boxes and janes",
            })
    void onLinux(String before, String after) {
        assertEquals(after, LINUX.without(before));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "D:\\Acme\\models\\net.pt is not a model | net.pt is not a model",
                "d:/acme/Models/net.pt is not a model | net.pt is not a model",
                "{\"file\":\"D:\\\\Acme\\\\models\\\\net.pt\"} | {\"file\":\"net.pt\"}",
                "\\\\nas\\team\\nets\\net.pt | net.pt",
                "\\\\nas\\other\\x.pt | …/x.pt",
                "C:\\Users\\Jane Doe\\notes.txt | ~/notes.txt",
                "c:\\users\\jane doe\\a\\b\\c.py | ~/…/c.py",
                "file:///C:/Users/Jane%20Doe/a/b/c.py | ~/…/c.py",
                "C:\\Users\\JANEDO~1\\AppData\\Local\\Temp\\x.log | <temp>/x.log",
                "E:\\secret\\place\\x.dll, E:\\y.dll | …/x.dll, E:\\y.dll",
                "JANE DOE at laptop-7 | <someone> at <someone>",
            })
    void onWindows(String before, String after) {
        assertEquals(after, WINDOWS.without(before));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoder.layers.2/relu#2",
                "/relu#2 gives a Tensor",
                "and/or; 3/4 of it",
                "https://pytorch.org/docs/stable/notes/ddp.html",
                "at org.layergraft/org.layergraft.ui.App.main(App.java:12)",
                "code/__torch__/torch/nn/linear.py",
                "the model's root; ratio 1:2",
                "at java.base/java.lang.Thread.run(Thread.java:1474)",
            })
    void whatOnlyLooksLikeIt(String text) {
        assertEquals(text, LINUX.without(text));
        assertEquals(text, WINDOWS.without(text));
    }

    /** Below a folder that is known, in one that is not, and below the home folder. */
    @Property(tries = 300)
    void onlyNamesOfFilesStay(@ForAll("folders") List<String> folders, @ForAll("roots") String root) {
        var below = String.join("/", folders);
        String path = root + "/" + below + "/d.graft";
        String text = "The experiment cannot be written to " + path + ": " + path + "12.tmp -> " + path
                + ": Is a directory. Choose another place.\n\tat Files.java:12\nIOException: " + path + "\n'" + path
                + "' is no file";
        String left = LINUX.without(text);
        folders.forEach(folder -> assertFalse(left.contains(folder), () -> text + " -> " + left));
        assertTrue(left.contains("d.graft12.tmp") && left.endsWith("/d.graft' is no file"), left);
    }

    /** Whatever a folder is called: what an error is about is known exactly. */
    @Property(tries = 300)
    void whatAnErrorIsAboutIsKnown(@ForAll("folders") List<String> folders, @ForAll("endings") String ending) {
        Path file = Path.of("/srv/x", folders.toArray(String[]::new)).resolve("S: '" + ending + ":", "d.graft");
        var told = new Notice(Tone.BAD, Problem.of("ui", "export.unwritable", file, "no"), "cannot write " + file);
        String left = Report.of(told, Problem.of("ui", "status.devices.unknown"), LINUX);
        assertTrue(left.contains("The file cannot be written to d.graft: no. Choose"), left);
        assertTrue(left.endsWith("cannot write d.graft\n"), left);
    }

    @Provide
    Arbitrary<List<String>> folders() {
        return Arbitraries.strings()
                .withChars("aZ7张三 \"'()[]&-_.,;!%#")
                .ofMinLength(0)
                .ofMaxLength(9)
                // Long enough not to be found by chance; a name that ends with a space cannot be told from words.
                .map(middle -> "Qx" + middle + "客户Z")
                .filter(name -> !name.contains("\",\""))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> roots() {
        return Arbitraries.of("/data/vision", "/home/jane doe/clients/acme", "/home/jane doe", "/tmp", "/srv/x");
    }

    @Provide
    Arbitrary<String> endings() {
        return Arbitraries.of("", " ", ": ", "\",\"", "客户");
    }

    @Test
    void nobodysNameIsNotReplaced() {
        String home = "/root";
        var privacy = new Privacy(home, "/tmp", List.of(), List.of("root", ""));
        assertEquals("the model's root", privacy.without("the model's root"));
        assertEquals("~/x.pt of the root", privacy.without(home + "/x.pt of the root"));
    }

    @Test
    void theUserOfThisMachine() {
        Path home = Path.of(System.getProperty("user.home"));
        Path model = Path.of("").toAbsolutePath().resolve("samples").resolve("mini_mlp.pt");
        var privacy = Privacy.ofUser(List.of(model));
        String left = privacy.without(
                "cannot read " + model + " nor " + home.resolve("a").resolve("b.pt"));
        assertFalse(left.contains(model.getParent().toString()), left);
        assertFalse(left.contains(home + "/"), left);
        assertTrue(left.contains("mini_mlp.pt") && left.contains("b.pt"), left);
    }
}
