package org.layergraft.ui.start;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.Words;

/** Where to begin: a file of one's own, a sample with what to do with it, or what was open before. There is nothing to dismiss. */
public final class StartController {

    /** More than these are a list to search, which the palette of commands is. */
    private static final int MOST_RECENT = 4;

    private final List<Path> samples;
    private final List<Path> recent;
    private final Consumer<Path> opener;
    private final Actions actions;
    private final Words words;

    @FXML
    private Button open;

    @FXML
    private Node sampleHeading;

    @FXML
    private Pane sampleRows;

    @FXML
    private Node recentHeading;

    @FXML
    private Pane recentRows;

    /**
     * @param samples that come with the program
     * @param recent files that are still there, newest first
     * @param opener opens one of them
     */
    public StartController(List<Path> samples, List<Path> recent, Consumer<Path> opener, Actions actions, Words words) {
        this.samples = List.copyOf(samples);
        this.recent = recent.stream()
                .filter(file -> !this.samples.contains(file))
                .limit(MOST_RECENT)
                .toList();
        this.opener = opener;
        this.actions = actions;
        this.words = words;
    }

    @FXML
    private void initialize() {
        actions.bind(ActionId.OPEN, open);
        samples.forEach(file -> sampleRows.getChildren().add(row("start-", file, toDo(file))));
        recent.forEach(file -> recentRows.getChildren().add(row("recent-", file, folder(file))));
        showIf(!samples.isEmpty(), sampleHeading, sampleRows);
        showIf(!recent.isEmpty(), recentHeading, recentRows);
    }

    private static void showIf(boolean there, Node... nodes) {
        for (Node node : nodes) {
            node.setVisible(there);
            node.setManaged(there);
        }
    }

    /** What to do with a sample, in one sentence; empty for one that somebody has put there. */
    private Optional<String> toDo(Path sample) {
        String key = "start.sample." + stem(sample);
        return words.bundle().containsKey(key) ? Optional.of(words.get(key)) : Optional.empty();
    }

    private static Optional<String> folder(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).map(Path::toString);
    }

    /** The name is what can be focused and pressed; the sentence below may be clicked, too. */
    private Node row(String kind, Path file, Optional<String> about) {
        String name = file.getFileName().toString();
        var link = new Hyperlink(name);
        link.setId(kind + stem(file));
        link.setMnemonicParsing(false);
        link.getStyleClass().add("start-name");
        link.setAccessibleText(words.get("start.row", name, about.orElse("")));
        link.setOnAction(_ -> opener.accept(file));
        var row = new VBox(link);
        row.getStyleClass().add("start-row");
        row.setOnMouseClicked(e -> {
            if (e.getButton() == MouseButton.PRIMARY && !e.isConsumed()) {
                link.fire();
            }
        });
        about.ifPresent(text -> {
            var line = new Label(text);
            line.getStyleClass().add("muted");
            line.setWrapText(true);
            row.getChildren().add(line);
        });
        return row;
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
    }
}
