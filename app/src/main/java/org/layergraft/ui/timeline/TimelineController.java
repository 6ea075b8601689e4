package org.layergraft.ui.timeline;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.layergraft.ui.common.Words;

/** Binds the timeline pane. */
public final class TimelineController {

    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    /** With less room than this the lanes need it more; pointing at a thing tells what it is. */
    private static final double ROOM_FOR_LEGEND = 230;

    private static final List<String> PHASES = List.of("forward", "loss", "backward", "step");
    private static final List<String> REST = List.of("rest", "ready", "bucket", "exchange", "waits");

    private final TimelineViewModel model;
    private final Words words;

    @FXML
    private VBox root;

    @FXML
    private Node head;

    @FXML
    private Label summary;

    @FXML
    private TimelineChart chart;

    @FXML
    private Node nothing;

    @FXML
    private Label empty;

    @FXML
    private FlowPane legend;

    public TimelineController(TimelineViewModel model, Words words) {
        this.model = model;
        this.words = words;
    }

    @FXML
    private void initialize() {
        PHASES.forEach(key -> explain(key, words.get("phase." + key)));
        REST.forEach(key -> explain(key, words.get("timeline.legend." + key)));
        var something = Bindings.createBooleanBinding(
                () -> !model.shownProperty().get().lanes().isEmpty(), model.shownProperty());
        for (Node node : List.of(head, chart)) {
            node.visibleProperty().bind(something);
            node.managedProperty().bind(something);
        }
        var roomy = something.and(root.heightProperty().greaterThan(ROOM_FOR_LEGEND));
        legend.visibleProperty().bind(roomy);
        legend.managedProperty().bind(roomy);
        nothing.visibleProperty().bind(something.not());
        nothing.managedProperty().bind(something.not());
        model.staleProperty().subscribe(stale -> chart.pseudoClassStateChanged(STALE, stale));
        model.shownProperty().subscribe(this::show);
        chart.toldProperty().subscribe(_ -> tell());
    }

    private void explain(String key, String meaning) {
        var mark = new Region();
        mark.getStyleClass().addAll("time-mark", "time-" + key);
        var entry = new HBox(5, mark, new Label(meaning));
        entry.setAlignment(Pos.CENTER_LEFT);
        legend.getChildren().add(entry);
    }

    private void show(TimelineViewModel.Shown shown) {
        chart.show(shown.lanes(), new TimeTexts(words));
        empty.setText(words.get(shown.ranks() == 0 ? "timeline.empty" : "timeline.nothing"));
        tell();
    }

    private void tell() {
        var shown = model.shownProperty().get();
        String told = chart.toldProperty().get();
        String idle = shown.lanes().isEmpty()
                ? ""
                : words.get(
                        shown.sameClock() ? "timeline.summary" : "timeline.summary.clocks",
                        shown.lanes().getFirst().times().iteration());
        summary.setText(told.isEmpty() ? idle : told);
    }

    @FXML
    private void zoomIn() {
        chart.zoom(1.5);
    }

    @FXML
    private void zoomOut() {
        chart.zoom(1 / 1.5);
    }

    @FXML
    private void fit() {
        chart.fit();
    }
}
