package org.layergraft.ui.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Pane;
import org.layergraft.config.Assignment;
import org.layergraft.config.ConfigFile;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.ConfigWords;
import org.layergraft.config.Setting;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.config.ConfigLists.Part;

/** Binds the pane of the training config. */
public final class ConfigController {

    private static final int MOST_RECENT = 4;

    private final ConfigViewModel model;
    private final Words words;
    private final Actions actions;
    private final Window window;
    private BooleanBinding open;

    /**
     * What the pane needs of the window.
     *
     * @param recent configs that were open before, newest first
     * @param review shows what a change would write
     * @param folder asks where the configs of a package are
     */
    public record Window(List<Path> recent, Consumer<Path> opener, Consumer<List<Assignment>> review, Runnable folder) {
        public Window {
            recent = List.copyOf(recent);
        }
    }

    @FXML
    private Node filled;

    @FXML
    private Node empty;

    @FXML
    private Button emptyOpen;

    @FXML
    private Pane recentRows;

    @FXML
    private Label name;

    @FXML
    private Label framework;

    @FXML
    private Label effective;

    @FXML
    private Node settingsBox;

    @FXML
    private Button use;

    @FXML
    private Label whyNot;

    @FXML
    private Button repairAll;

    @FXML
    private Button openOther;

    @FXML
    private Button reload;

    @FXML
    private Node problemBox;

    @FXML
    private Label problem;

    @FXML
    private ToggleButton findingsPart;

    @FXML
    private ToggleButton settingsPart;

    @FXML
    private ToggleButton filesPart;

    @FXML
    private TextField filter;

    @FXML
    private ListView<FindingRow> findings;

    @FXML
    private TableView<Setting> settings;

    @FXML
    private ListView<ConfigFile> files;

    @FXML
    private FlowPane places;

    @FXML
    private SourceView source;

    public ConfigController(ConfigViewModel model, Words words, Actions actions, Window window) {
        this.model = model;
        this.words = words;
        this.actions = actions;
        this.window = window;
    }

    @FXML
    private void initialize() {
        open = model.open();
        showWhen(filled, open);
        showWhen(empty, open.not());
        actions.bind(ActionId.OPEN_CONFIG, emptyOpen);
        actions.bind(ActionId.OPEN_CONFIG, openOther);
        actions.bind(ActionId.RELOAD_CONFIG, reload);
        actions.bind(ActionId.USE_CONFIG, use);
        actions.bind(ActionId.REPAIR_CONFIG, repairAll);
        showWhen(whyNot, use.disabledProperty());
        window.recent().stream().limit(MOST_RECENT).map(this::recent).forEach(recentRows.getChildren()::add);
        bindProblem();
        bindParts();
        bindLists();
        model.configProperty().subscribe(now -> now.ifPresent(this::show));
        model.lists().excerptProperty().subscribe(this::show);
    }

    private Node recent(Path file) {
        var link = new Hyperlink(file.getFileName().toString());
        link.setMnemonicParsing(false);
        link.setAccessibleText(words.get("start.row", link.getText(), file.getParent()));
        link.setTooltip(new Tooltip(file.toString()));
        link.setOnAction(_ -> window.opener().accept(file));
        return link;
    }

    private void bindProblem() {
        var there = Bindings.createBooleanBinding(
                () -> model.problemProperty().get().isPresent(), model.problemProperty());
        showWhen(problemBox, there);
        problem.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.problemProperty().get().map(words::get).orElse(""), model.problemProperty()));
    }

    private void bindParts() {
        var buttons = Map.of(Part.FINDINGS, findingsPart, Part.SETTINGS, settingsPart, Part.FILES, filesPart);
        var lists = Map.of(Part.FINDINGS, findings, Part.SETTINGS, settingsBox, Part.FILES, files);
        buttons.forEach((part, button) -> {
            button.setOnAction(_ -> {
                model.lists().partProperty().set(part);
                button.setSelected(true);
            });
            model.lists().partProperty().subscribe(now -> button.setSelected(now == part));
            showWhen(lists.get(part), model.lists().partProperty().isEqualTo(part));
        });
        filter.textProperty().bindBidirectional(model.lists().filterProperty());
    }

    private void bindLists() {
        findings.setItems(model.lists().findings());
        findings.setCellFactory(_ -> new FindingCell(words, this::help));
        findings.getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row != null) {
                model.lists().show(Excerpt.of(row.places()));
            }
        });
        findings.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            FindingRow row = findings.getSelectionModel().getSelectedItem();
            if (e.getCode() == KeyCode.ENTER && row != null) {
                help(row);
                e.consume();
            }
        });
        SettingColumns.fill(settings, words);
        settings.setItems(model.lists().settings());
        settings.getSelectionModel().selectedItemProperty().subscribe(setting -> {
            if (setting != null) {
                model.lists().show(Excerpt.of(setting));
            }
        });
        files.setItems(model.lists().files());
        files.setCellFactory(_ -> new FileCell());
        files.getSelectionModel().selectedItemProperty().subscribe(file -> {
            if (file != null) {
                model.lists().show(Excerpt.of(file));
            }
        });
        model.lists().findings().addListener((ListChangeListener<FindingRow>) _ -> selectWorst());
        model.lists().partProperty().subscribe(this::showSelected);
    }

    /** The source beside the list is that of what is selected in it. */
    private void selectWorst() {
        findings.getSelectionModel().clearSelection();
        if (model.lists().partProperty().get() == Part.FINDINGS) {
            findings.getSelectionModel().selectFirst();
        }
    }

    private void showSelected(Part part) {
        switch (part) {
            case FINDINGS -> {
                if (findings.getSelectionModel().isEmpty()) {
                    findings.getSelectionModel().selectFirst();
                } else {
                    model.lists()
                            .show(Excerpt.of(findings.getSelectionModel()
                                    .getSelectedItem()
                                    .places()));
                }
            }
            case SETTINGS ->
                Optional.ofNullable(settings.getSelectionModel().getSelectedItem())
                        .ifPresent(s -> model.lists().show(Excerpt.of(s)));
            case FILES ->
                Optional.ofNullable(files.getSelectionModel().getSelectedItem())
                        .ifPresent(f -> model.lists().show(Excerpt.of(f)));
        }
    }

    private void help(FindingRow row) {
        switch (row.help()) {
            case NONE -> {}
            case REPAIR -> window.review().accept(row.remedy());
            case FOLDER -> window.folder().run();
        }
    }

    private void show(ConfigReport report) {
        var shared = new ConfigWords(words.textsProperty().get());
        name.setText(report.config().top().path().getFileName().toString());
        name.setTooltip(new Tooltip(report.config().top().path().toString()));
        String gets = shared.switches(report.effective()).stream()
                .map(row -> words.get("config.effective.one", row.name(), row.value()))
                .collect(Collectors.joining(" · "));
        framework.setText(shared.framework(report.framework()));
        effective.setText(words.get("config.effective", gets));
        findingsPart.setText(words.get("config.findings", model.lists().count(Part.FINDINGS)));
        settingsPart.setText(words.get("config.settings", model.lists().count(Part.SETTINGS)));
        filesPart.setText(words.get("config.files", model.lists().count(Part.FILES)));
        show(model.lists().excerptProperty().get());
    }

    private void show(Excerpt excerpt) {
        places.getChildren().clear();
        for (int i = 0; i < excerpt.places().size(); i++) {
            places.getChildren().add(place(excerpt, i));
        }
        model.configProperty().get().ifPresent(report -> {
            var span = excerpt.span();
            source.show(
                    SourceLine.of(excerpt.text(report.config()), span),
                    span.map(s -> s.line() - 1).orElse(0));
        });
    }

    private Node place(Excerpt excerpt, int at) {
        var place = excerpt.places().get(at);
        String text =
                place.before().isEmpty() ? place.name() : words.get("config.before", place.before(), place.name());
        var link = new Hyperlink(text);
        link.setMnemonicParsing(false);
        link.getStyleClass().add(at == excerpt.shown() ? "shown-place" : "other-place");
        link.setTooltip(new Tooltip(place.span().file() + ":" + place.span().line() + ":"
                + place.span().column()));
        link.setOnAction(_ -> model.lists().show(excerpt.at(at)));
        return link;
    }

    private static void showWhen(Node node, ObservableBooleanValue there) {
        node.visibleProperty().bind(there);
        node.managedProperty().bind(there);
    }

    private final class FileCell extends ListCell<ConfigFile> {

        @Override
        protected void updateItem(ConfigFile file, boolean empty) {
            super.updateItem(file, empty);
            setPrefWidth(0);
            if (empty || file == null) {
                setText("");
                setTooltip(null);
                return;
            }
            String own = file.path().getFileName().toString();
            String bases = file.bases().stream().map(ConfigFile.Base::written).collect(Collectors.joining(", "));
            setText(bases.isEmpty() ? own : words.get("config.inherits", own, bases));
            setTooltip(new Tooltip(getText() + "\n" + file.path()));
        }
    }
}
