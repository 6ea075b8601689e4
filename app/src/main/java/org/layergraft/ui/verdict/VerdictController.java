package org.layergraft.ui.verdict;

import java.util.Arrays;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;

/** Binds the verdict bar. */
public final class VerdictController {

    /** Of the window's height for what stands below the sentence. */
    private static final double MOST = 0.33;

    /** Of its text at 100 %. */
    private static final double USUAL_SIZE = 13;

    private final VerdictViewModel model;
    private final Words words;
    private final BooleanExpression running;
    private final Consumer<Remedy> apply;
    private final Trying trying;
    private final Consumer<Remedy> elsewhere;
    private final InConfig config;

    /**
     * Fixes are being run.
     *
     * @param now whether they are
     * @param where which of them
     */
    public record Trying(BooleanExpression now, ObservableValue<Problem> where, Runnable start, Runnable stop) {}

    /**
     * A training config may be open beside the model.
     *
     * @param put what a fix means there
     */
    public record InConfig(BooleanExpression open, Consumer<Verdict.Fix> put) {}

    @FXML
    private Pane bar;

    @FXML
    private Icon icon;

    @FXML
    private Label sentence;

    @FXML
    private Label predicted;

    @FXML
    private Label explanation;

    @FXML
    private FlowPane fixes;

    @FXML
    private ToggleButton showMessage;

    @FXML
    private Node messageBox;

    @FXML
    private Button tryAll;

    @FXML
    private Node tryingBox;

    @FXML
    private Label tryingWhere;

    @FXML
    private ToggleButton learn;

    @FXML
    private ScrollPane room;

    @FXML
    private VBox more;

    @FXML
    private LessonPane lesson;

    @FXML
    private TextArea message;

    /** @param elsewhere shows the switches with a fix as lines for training scripts */
    public VerdictController(
            VerdictViewModel model,
            Words words,
            BooleanExpression running,
            Consumer<Remedy> apply,
            Trying trying,
            Consumer<Remedy> elsewhere,
            InConfig config) {
        this.config = config;
        this.trying = trying;
        this.elsewhere = elsewhere;
        this.model = model;
        this.words = words;
        this.running = running;
        this.apply = apply;
    }

    @FXML
    private void initialize() {
        sentence.textProperty().bind(model.sentenceProperty());
        explanation.textProperty().bind(model.explanationProperty());
        present(predicted, model.predictedProperty());
        present(explanation, model.explanationProperty().isNotEmpty());
        message.textProperty().bind(model.messageProperty());
        var hasMessage = model.messageProperty().isNotEmpty();
        present(showMessage, hasMessage);
        present(messageBox, hasMessage.and(showMessage.selectedProperty()));
        hasMessage.subscribe(there -> {
            if (!there) {
                showMessage.setSelected(false);
            }
        });
        present(tryAll, model.untriedProperty().and(trying.now().not()));
        present(tryingBox, trying.now());
        tryingWhere
                .textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get(trying.where().getValue()), trying.where(), words.textsProperty()));
        tryAll.disableProperty().bind(running);
        lesson.speak(words);
        model.lessonProperty().subscribe(now -> {
            now.ifPresent(lesson::show);
            if (now.isEmpty()) {
                learn.setSelected(false);
            }
        });
        var learnable =
                Bindings.createBooleanBinding(() -> model.lessonProperty().get().isPresent(), model.lessonProperty());
        present(learn, learnable);
        present(lesson, learnable.and(learn.selectedProperty()));
        limit();
        bar.addEventHandler(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.ESCAPE && learn.isSelected()) {
                learn.setSelected(false);
                learn.requestFocus();
                key.consume();
            }
        });
        model.toneProperty().subscribe(_ -> toned());
        model.staleProperty().subscribe((_, _) -> {
            toned();
            showRemedies();
        });
        present(fixes, Bindings.isNotEmpty(fixes.getChildren()));
        model.remedies().addListener((ListChangeListener<Remedy>) _ -> showRemedies());
        config.open().subscribe((_, _) -> showRemedies());
        showRemedies();
    }

    /** In large text a lesson and the fixes would push everything else out of the window. */
    private void limit() {
        var parts = more.getChildren();
        ObservableValue<Number> height =
                room.sceneProperty().flatMap(Scene::heightProperty).orElse(0);
        present(
                room,
                Bindings.createBooleanBinding(
                        () -> parts.stream().anyMatch(Node::isVisible),
                        parts.stream().map(Node::visibleProperty).toArray(Observable[]::new)));
        room.prefViewportHeightProperty().bind(more.heightProperty());
        // Fixes can be read one after the other; a lesson or a message is to be seen as a whole.
        var share = Bindings.createDoubleBinding(
                () -> learn.isSelected() || showMessage.isSelected()
                        ? MOST
                        : MOST * Math.min(1, USUAL_SIZE / explanation.getFont().getSize()),
                learn.selectedProperty(),
                showMessage.selectedProperty(),
                explanation.fontProperty());
        room.maxHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> share.get() * height.getValue().doubleValue(), share, height));
        room.focusTraversableProperty().bind(Bindings.greaterThan(more.heightProperty(), room.heightProperty()));
    }

    private void toned() {
        var tone = model.toneProperty().get();
        icon.show(model.staleProperty().get() ? "clock" : tone.style());
        Arrays.stream(Tone.values())
                .forEach(t -> bar.pseudoClassStateChanged(PseudoClass.getPseudoClass(t.style()), t == tone));
    }

    private void showRemedies() {
        var buttons = new FixButtons(
                words,
                running,
                model.predictedProperty().get(),
                model.staleProperty().get());
        var all = fixes.getChildren();
        all.setAll(model.remedies().stream()
                .filter(Remedy::isOffered)
                .map(r -> buttons.fix(r, apply))
                .toList());
        model.remedies().stream()
                .filter(r -> r.switches().isPresent())
                .findFirst()
                .map(r -> buttons.elsewhere(r, elsewhere))
                .ifPresent(all::add);
        var helpful =
                model.remedies().stream().filter(r -> r.change().isPresent()).toList();
        if (config.open().get() && !helpful.isEmpty()) {
            all.add(buttons.config(helpful, config.put()));
        }
    }

    @FXML
    private void tryFixes() {
        trying.start().run();
    }

    @FXML
    private void stopTrying() {
        trying.stop().run();
    }

    @FXML
    private void copy() {
        var content = new ClipboardContent();
        content.putString(message.getText());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static void present(Node node, javafx.beans.value.ObservableBooleanValue there) {
        node.visibleProperty().bind(there);
        node.managedProperty().bind(there);
    }
}
