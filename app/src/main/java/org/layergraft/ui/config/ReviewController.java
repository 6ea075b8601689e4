package org.layergraft.ui.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableBooleanValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import org.layergraft.config.Assignment;
import org.layergraft.config.ConfigPatch;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.config.ReviewViewModel.Proposal;
import org.layergraft.ui.config.ReviewViewModel.Way;

/** Binds the card on which a change of a config is reviewed before it is written. */
public final class ReviewController {

    /** Pixels of a diff that are seen without scrolling. */
    private static final double LEAST = 120;

    private static final double MOST = 380;

    private final ReviewViewModel model;
    private final Words words;
    private final Function<String, Optional<Path>> dialog;
    private final Runnable close;
    private BooleanBinding writable;
    private BooleanBinding failed;

    @FXML
    private Label title;

    @FXML
    private Label changes;

    @FXML
    private RadioButton file;

    @FXML
    private RadioButton bases;

    @FXML
    private RadioButton inherit;

    @FXML
    private RadioButton options;

    @FXML
    private Node newFileRow;

    @FXML
    private TextField newFile;

    @FXML
    private SourceView diff;

    @FXML
    private Label refused;

    @FXML
    private Label kept;

    @FXML
    private Label remaining;

    @FXML
    private Node problemRow;

    @FXML
    private Label problem;

    @FXML
    private Button copy;

    @FXML
    private Button write;

    /**
     * @param dialog asks where a new file is to be; given the name that is proposed
     * @param close puts the card away
     */
    public ReviewController(
            ReviewViewModel model, Words words, Function<String, Optional<Path>> dialog, Runnable close) {
        this.model = model;
        this.words = words;
        this.dialog = dialog;
        this.close = close;
    }

    @FXML
    private void initialize() {
        title.setText(words.get("review.title", model.file().getFileName()));
        changes.setText(model.wanted().stream().map(this::told).collect(Collectors.joining("\n")));
        var ways = new ToggleGroup();
        Map.of(Way.FILE, file, Way.BASES, bases, Way.NEW, inherit, Way.OPTIONS, options)
                .forEach((way, button) -> {
                    button.setToggleGroup(ways);
                    button.setOnAction(_ -> model.wayProperty().set(way));
                    model.wayProperty().subscribe(now -> button.setSelected(now == way));
                });
        showWhen(newFileRow, model.wayProperty().isEqualTo(Way.NEW));
        newFile.textProperty().bindBidirectional(model.newFileProperty());
        writable = model.writable();
        write.disableProperty().bind(writable.not());
        failed = Bindings.createBooleanBinding(
                () -> model.problemProperty().get().isPresent(), model.problemProperty());
        showWhen(problemRow, failed);
        model.problemProperty()
                .subscribe(now -> problem.setText(now.map(words::get).orElse("")));
        model.shownProperty().subscribe(this::show);
        model.doneProperty().subscribe(now -> {
            if (now) {
                close.run();
            }
        });
    }

    private String told(Assignment assignment) {
        return switch (assignment) {
            case Assignment.Set set -> words.get("review.set", set.shown());
            case Assignment.Remove remove -> words.get("review.remove", remove.path());
        };
    }

    private void show(Proposal proposal) {
        boolean inFiles = model.wayProperty().get() != Way.OPTIONS;
        write.setVisible(inFiles);
        write.setManaged(inFiles);
        String said =
                switch (proposal) {
                    case Proposal.Pending() -> words.get("review.pending");
                    case Proposal.Refused(Problem why) -> words.get(why);
                    case Proposal.Write(ConfigPatch patch, var _)
                    when patch.changes().isEmpty() -> words.get("review.same");
                    case Proposal.Write _, Proposal.Say _ -> "";
                };
        refused.setText(said);
        see(refused, !said.isEmpty());
        see(diff, said.isEmpty());
        copy.setDisable(!said.isEmpty());
        List<SourceLine> lines = lines(proposal);
        diff.show(lines, 0);
        diff.setPrefHeight(Math.clamp((lines.size() + 1) * diff.getFixedCellSize(), LEAST, MOST));
        String backups = backups(proposal);
        kept.setText(backups);
        see(kept, !backups.isEmpty());
        List<Problem> stops = proposal instanceof Proposal.Write(var _, List<Problem> still) ? still : List.of();
        remaining.setText(
                stops.isEmpty() ? "" : words.get("review.stops", words.get(stops.getFirst()), stops.size() - 1));
        see(remaining, !stops.isEmpty());
    }

    private static List<SourceLine> lines(Proposal proposal) {
        return switch (proposal) {
            case Proposal.Write(ConfigPatch patch, var _) -> SourceLine.of(patch);
            case Proposal.Say(String arguments) -> List.of(new SourceLine("", arguments, ""));
            case Proposal.Pending _, Proposal.Refused _ -> List.of();
        };
    }

    private String backups(Proposal proposal) {
        if (!(proposal instanceof Proposal.Write(ConfigPatch patch, var _))
                || patch.changes().isEmpty()) {
            return "";
        }
        var names =
                patch.backups().stream().map(b -> b.getFileName().toString()).collect(Collectors.joining(", "));
        return names.isEmpty() ? words.get("review.new") : words.get("review.kept", names);
    }

    @FXML
    private void choose() {
        dialog.apply(newFile.getText()).ifPresent(found -> newFile.setText(found.toString()));
    }

    @FXML
    private void copy() {
        SourceView.put(
                switch (model.shownProperty().get()) {
                    case Proposal.Write(ConfigPatch patch, var _) -> String.join("\n", patch.diff()) + "\n";
                    case Proposal.Say(String arguments) -> arguments;
                    case Proposal.Pending _, Proposal.Refused _ -> "";
                });
    }

    @FXML
    private void write() {
        model.write();
    }

    @FXML
    private void readAgain() {
        model.renew();
    }

    @FXML
    private void cancel() {
        close.run();
    }

    private static void see(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    private static void showWhen(Node node, ObservableBooleanValue there) {
        node.visibleProperty().bind(there);
        node.managedProperty().bind(there);
    }
}
