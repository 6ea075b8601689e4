package org.layergraft.ui.newlayer;

import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.Duration;
import org.layergraft.graft.LayerSpec;
import org.layergraft.ui.common.Words;

/** A layer of one's own: lines that libtorch checks while they are typed, or a TorchScript file that is chosen or dropped here. */
final class CodeEditor extends VBox {

    /** Short enough to feel immediate, long enough not to compile half a word. */
    private static final Duration PAUSE = Duration.millis(400);

    private final PauseTransition pause = new PauseTransition(PAUSE);
    private final Words words;
    private final HyperField code;
    private final HyperField file;

    CodeEditor(HyperField code, HyperField file, CustomCheckViewModel check, Supplier<LayerSpec> layer, Words words) {
        super(6);
        this.words = words;
        this.code = code;
        this.file = file;
        var text = new TextArea();
        text.setId("hyper-code");
        text.setAccessibleText(words.get("newlayer.code"));
        text.getStyleClass().add("code");
        text.setPromptText(words.get("newlayer.code.example"));
        text.setPrefRowCount(6);
        text.textProperty().bindBidirectional(code.textProperty());
        text.addEventFilter(KeyEvent.KEY_PRESSED, e -> leave(text, e));
        text.disableProperty().bind(file.textProperty().isNotEmpty());
        pause.setOnFinished(_ -> {
            if (!code.textProperty().get().isBlank()
                    && code.problemProperty().get().isEmpty()) {
                check.check(layer.get());
            }
        });
        code.textProperty().subscribe((_, now) -> {
            check.typing(now);
            pause.playFromStart();
        });
        var problem = HyperRow.note("error", check.problemProperty());
        problem.setId("code-problem");
        getChildren()
                .setAll(
                        field("newlayer.code"),
                        text,
                        HyperRow.note("error", code.problemProperty()),
                        problem,
                        HyperRow.note("muted", check.verdictProperty()),
                        field("newlayer.file"),
                        fileRow());
        setOnDragOver(e -> {
            if (e.getDragboard().hasFiles()) {
                e.acceptTransferModes(TransferMode.COPY);
                e.consume();
            }
        });
        setOnDragDropped(e -> {
            e.getDragboard().getFiles().stream().findFirst().ifPresent(f -> take(f.toString()));
            e.setDropCompleted(true);
            e.consume();
        });
    }

    /** Tab goes on as in every other field, and Ctrl+Enter adds. */
    private static void leave(TextArea text, KeyEvent key) {
        boolean tab = key.getCode() == KeyCode.TAB && !key.isControlDown();
        if (tab) {
            text.requestFocusTraversal(key.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
            key.consume();
        }
    }

    private Label field(String key) {
        var label = new Label(words.get(key));
        label.getStyleClass().add("field-name");
        return label;
    }

    private HBox fileRow() {
        var path = new TextField();
        path.setId("hyper-file");
        path.setAccessibleText(words.get("newlayer.file"));
        path.textProperty().bindBidirectional(file.textProperty());
        path.setPromptText(words.get("newlayer.file.drop"));
        path.disableProperty().bind(code.textProperty().isNotEmpty());
        HBox.setHgrow(path, Priority.ALWAYS);
        var choose = new Button(words.get("newlayer.file.choose"));
        choose.disableProperty().bind(path.disableProperty());
        choose.setOnAction(_ -> {
            var chooser = new FileChooser();
            chooser.setTitle(words.get("newlayer.file"));
            chooser.getExtensionFilters()
                    .setAll(new FileChooser.ExtensionFilter(words.get("dialog.models"), "*.pt", "*.pth", "*.ts"));
            var chosen = chooser.showOpenDialog(getScene().getWindow());
            if (chosen != null) {
                take(chosen.toString());
            }
        });
        var row = new HBox(8, path, choose);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void take(String path) {
        code.textProperty().set("");
        file.textProperty().set(path);
    }
}
