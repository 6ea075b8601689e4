package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** Measuring what a switch costs, beside the switch. */
class CostWindowTest {

    private static final String RESULT =
            "find_unused_parameters=True: a step takes 1.10× as long (1.10 to 1.10), +1.00 ms (+1.00 to +1.00); 24"
                    + " pairs, slower in 24.";

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private Hyperlink link(String id) {
        return window.node(Hyperlink.class, id);
    }

    private String text(String id) throws Exception {
        return Fx.call(() -> link(id).getText());
    }

    @Test
    void theResultStaysBesideTheSwitchUntilTheModelChanges() throws Exception {
        assertEquals("Measure what it costs", text("#cost-find-unused"));
        Fx.run(() -> link("#cost-find-unused").fire());
        assertEquals(RESULT, text("#cost-find-unused"));
        assertEquals("Measure what it costs", text("#cost-static-graph"));
        assertEquals(List.of(Switches.DEFAULT.withFindUnusedParameters(true)), window.backend.comparedWith);
        assertFalse(window.backend.runs.getFirst().switches().findUnusedParameters());
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Fx.run(() -> window.model.remembered().change(s -> s.speaking(language)));
            window.layout();
            assertEquals(
                    List.of(),
                    Fx.call(() -> CutOff.in((javafx.scene.Parent) window.scene.lookup("#switches"))),
                    "" + language);
            window.picture("cost-" + language.getLanguage());
        }
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.ENGLISH)));
        Fx.run(() -> window.model.switches().staticGraphProperty().set(true));
        assertEquals(RESULT, text("#cost-find-unused"), "another switch is no other model");
        Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, message -> {}));
        assertEquals("Measure what it costs", text("#cost-find-unused"));
    }

    @Test
    void withTheSwitchOnTheSameIsCompared() throws Exception {
        Fx.run(() -> window.model.switches().staticGraphProperty().set(true));
        Fx.run(() -> link("#cost-static-graph").fire());
        assertFalse(window.backend.runs.getFirst().switches().staticGraph());
        assertTrue(window.backend.comparedWith.getFirst().staticGraph());
    }

    private void expect(String link, String result) throws Exception {
        Fx.run(() -> link(link).fire());
        assertEquals(result + RESULT.substring(RESULT.indexOf(": a step")), text(link));
    }

    @Test
    void everyOptionIsMeasuredTheSameWay() throws Exception {
        var options = window.model.switches().options();
        Fx.run(() -> window.node(TitledPane.class, "#more-options").setExpanded(true));
        window.layout();
        var usual = DdpOptions.DEFAULT;
        expect("#cost-bucket-view", "gradient_as_bucket_view=True");
        expect("#cost-broadcast-buffers", "broadcast_buffers=True");
        expect("#cost-bf16", "bf16=True");
        assertEquals(
                List.of(usual.withGradientAsBucketView(true), usual, usual.withBf16(true)),
                window.backend.comparedWith.stream().map(Switches::options).toList());
        assertEquals(
                List.of(usual, usual.withBroadcastBuffers(false), usual),
                window.backend.runs.stream().map(r -> r.switches().options()).toList());
        for (String number : List.of("#cost-bucket-cap", "#cost-accumulate")) {
            assertEquals("Not measured yet: there is nothing to compare until it is set", text(number));
            assertTrue(Fx.call(() -> link(number).isDisabled()), number);
        }
        Fx.run(() -> options.bucketCapProperty().set("5"));
        Fx.run(() -> options.accumulateProperty().set(4));
        expect("#cost-bucket-cap", "bucket_cap_mb=5");
        expect("#cost-accumulate", "accumulate=4");
        assertEquals(
                usual.withAccumulate(4), window.backend.runs.get(3).switches().options(), "everything else as it is");
        Fx.run(() -> options.bucketCapProperty().set(""));
        assertTrue(text("#cost-bucket-cap").startsWith("bucket_cap_mb=5: "), "that was measured");
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Fx.run(() -> window.model.remembered().change(s -> s.speaking(language)));
            Fx.run(() -> window.node(TitledPane.class, "#more-options").setExpanded(true));
            Fx.run(() -> window.node(ScrollPane.class, ".switches-scroll").setVvalue(1));
            window.layout();
            var pane = (Parent) window.scene.lookup("#more-options");
            assertEquals(List.of(), Fx.call(() -> CutOff.in(pane)), "" + language);
            window.picture("cost-options-" + language.getLanguage());
        }
    }

    @Test
    void whatFailsIsToldAndTheOfferIsThereAgain() throws Exception {
        window.backend.nextRunFails =
                Optional.of(LayergraftException.engine("process", "pairs.failed", "Expected to have finished"));
        Fx.run(() -> link("#cost-find-unused").fire());
        assertEquals("Measure what it costs", text("#cost-find-unused"));
        assertFalse(Fx.call(() -> link("#cost-find-unused").isDisabled()));
        assertTrue(Fx.call(() ->
                        window.model.messages().entries().getFirst().text().key())
                .contains("pairs.failed"));
    }
}
