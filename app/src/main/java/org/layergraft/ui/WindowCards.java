package org.layergraft.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import org.layergraft.config.Assignment;
import org.layergraft.config.Snippet;
import org.layergraft.text.Texts;
import org.layergraft.ui.commands.Command;
import org.layergraft.ui.commands.CommandsController;
import org.layergraft.ui.commands.CommandsViewModel;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.FxmlFile;
import org.layergraft.ui.common.Overlay;
import org.layergraft.ui.common.Preferences;
import org.layergraft.ui.common.Screens;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.config.ReviewController;
import org.layergraft.ui.config.ReviewViewModel;
import org.layergraft.ui.find.Hit;
import org.layergraft.ui.keys.KeysController;
import org.layergraft.ui.preferences.PreferencesController;
import org.layergraft.ui.snippets.SnippetsController;
import org.layergraft.ui.snippets.SnippetsViewModel;
import org.layergraft.ui.snippets.WrittenSwitches;
import org.layergraft.ui.switches.CostsViewModel;
import org.layergraft.ui.verdict.Lesson;
import org.layergraft.ui.verdict.LessonController;
import org.layergraft.ui.verdict.Remedy;

/** The cards about the window itself: everything that can be done, and every key. */
final class WindowCards {

    private static final double TOP = 64;
    private static final int MOST_PLACES = 50;

    /** What measures their cost is an action with a name of its own. */
    private static final Set<CostsViewModel.Subject> NAMED =
            EnumSet.of(CostsViewModel.Subject.FIND_UNUSED, CostsViewModel.Subject.STATIC_GRAPH);

    private final WorkbenchViewModel model;
    private final Actions actions;
    private final Scene scene;
    private final List<Path> samples;
    private final FileActions files;
    private final Function<String, List<Hit>> finder;
    private final Consumer<String> go;

    /** @param go shows a place that was found */
    WindowCards(
            WorkbenchViewModel model,
            Actions actions,
            Scene scene,
            List<Path> samples,
            FileActions files,
            Function<String, List<Hit>> finder,
            Consumer<String> go) {
        this.model = model;
        this.actions = actions;
        this.scene = scene;
        this.samples = List.copyOf(samples);
        this.files = files;
        this.finder = finder;
        this.go = go;
    }

    void fill() {
        var always = Bindings.createBooleanBinding(() -> true);
        actions.put(ActionId.COMMANDS, always, this::commands);
        actions.put(ActionId.KEYS, always, this::keys);
        actions.put(ActionId.PREFERENCES, always, this::preferences);
        actions.put(ActionId.FONT, always, this::font);
        actions.put(ActionId.WRITE_SWITCHES, model.document().openProperty(), () -> write(Optional.empty()));
        for (Lesson.Topic topic : Lesson.Topic.values()) {
            actions.put(ActionId.valueOf("EXPLAIN_" + topic.name()), always, () -> explain(Lesson.of(topic)));
        }
        actions.put(ActionId.TEXT_LARGER, sizeIs(p -> !p.resized(1).equals(p)), () -> like(p -> p.resized(1)));
        actions.put(ActionId.TEXT_SMALLER, sizeIs(p -> !p.resized(-1).equals(p)), () -> like(p -> p.resized(-1)));
        actions.put(ActionId.TEXT_USUAL, sizeIs(p -> !p.usualSize().equals(p)), () -> like(Preferences::usualSize));
    }

    private BooleanBinding sizeIs(Predicate<Preferences> wanted) {
        var settings = model.remembered().property();
        return Bindings.createBooleanBinding(() -> wanted.test(settings.get().preferences()), settings);
    }

    private void like(UnaryOperator<Preferences> how) {
        model.remembered().change(s -> s.liking(how.apply(s.preferences())));
    }

    private void preferences() {
        var kept = new PreferencesController.Kept() {
            @Override
            public Settings now() {
                return model.remembered().get();
            }

            @Override
            public void change(UnaryOperator<Settings> how) {
                model.remembered().change(how);
            }
        };
        var devices = List.copyOf(model.switches().devices());
        show(
                FxmlFile.PREFERENCES,
                new Screens(model.words())
                        .with(
                                PreferencesController.class,
                                () -> new PreferencesController(
                                        kept, devices, model.words(), model.tasks(), this::close)));
    }

    private void font() {
        preferences();
        // The card takes the focus itself once it is there.
        Platform.runLater(
                () -> Optional.ofNullable(scene.lookup("#preferences-font")).ifPresent(Node::requestFocus));
    }

    private void commands() {
        var found = new CommandsViewModel(commandsNow(), this::places);
        show(
                FxmlFile.COMMANDS,
                new Screens(model.words())
                        .with(
                                CommandsController.class,
                                () -> new CommandsController(found, model.words(), this::close)));
    }

    private void explain(Lesson lesson) {
        show(
                FxmlFile.LESSON,
                new Screens(model.words())
                        .with(LessonController.class, () -> new LessonController(lesson, model.words(), this::close)));
    }

    /** What a change of the open config would write. */
    void review(List<Assignment> wanted) {
        ReviewViewModel.of(model.config(), wanted, model.tasks())
                .ifPresent(review -> show(
                        FxmlFile.REVIEW,
                        new Screens(model.words())
                                .with(
                                        ReviewController.class,
                                        () -> new ReviewController(
                                                review, model.words(), files::newConfig, this::close))));
    }

    /** @param fix whose switches are shown first; without one those that are set */
    void write(Optional<Remedy> fix) {
        var now = model.switches().settingsProperty().get().switches();
        var fixes = model.verdict().remedies().stream().flatMap(r -> r.switches().stream());
        var offered = Stream.concat(
                        Stream.of(new WrittenSwitches(false, now)), fixes.map(s -> new WrittenSwitches(true, s)))
                .distinct()
                .toList();
        var library =
                Snippet.Library.named(model.remembered().get().preferences().library());
        var written = new SnippetsViewModel(
                offered, library.orElse(Snippet.Library.PYTORCH), l -> like(p -> p.writingFor(l.id())));
        fix.flatMap(Remedy::switches).map(s -> new WrittenSwitches(true, s)).ifPresent(written.chosenProperty()::set);
        show(
                FxmlFile.SNIPPETS,
                new Screens(model.words())
                        .with(
                                SnippetsController.class,
                                () -> new SnippetsController(written, model.words(), this::close)));
    }

    private void keys() {
        show(
                FxmlFile.KEYS,
                new Screens(model.words())
                        .with(KeysController.class, () -> new KeysController(model.words(), this::close)));
    }

    private void show(FxmlFile file, Screens screens) {
        if (scene.lookup(".overlay") instanceof Overlay overlay && screens.load(file) instanceof Region card) {
            overlay.show(card, scene.getWidth() / 2, TOP);
        }
    }

    private void close() {
        if (scene.lookup(".overlay") instanceof Overlay overlay) {
            overlay.close();
        }
    }

    private List<Command> commandsNow() {
        var all = new ArrayList<Command>();
        actions.all().stream()
                .filter(id -> id != ActionId.COMMANDS)
                .map(this::command)
                .forEach(all::add);
        Arrays.stream(CostsViewModel.Subject.values())
                .filter(subject -> !NAMED.contains(subject))
                .map(this::cost)
                .forEach(all::add);
        SwitchControls.in(scene).stream().map(this::control).forEach(all::add);
        boolean idle = actions.isPossible(ActionId.OPEN);
        model.remembered().recentFiles().forEach(file -> all.add(file(file, "menu.recent", idle)));
        samples.forEach(file -> all.add(file(file, "menu.samples", idle)));
        return all;
    }

    private Command command(ActionId id) {
        return new Command(
                id.key(),
                actions.label(id),
                otherLanguage().get("ui", id.key()),
                model.words().get(id.group().key()),
                id.shown(),
                actions.isPossible(id),
                () -> actions.run(id));
    }

    private Command cost(CostsViewModel.Subject subject) {
        var switches = model.switches().settingsProperty().get().switches();
        return new Command(
                "cost-" + subject.name().toLowerCase(Locale.ROOT),
                model.words().get("commands.cost", subject.torchName()),
                otherLanguage().get("ui", "commands.cost", subject.torchName()),
                model.words().get(ActionId.COST_STATIC_GRAPH.group().key()),
                "",
                actions.isPossible(ActionId.COST_STATIC_GRAPH) && subject.differs(switches),
                () -> model.running().measureCost(subject));
    }

    private Command control(SwitchControls.Place place) {
        return new Command(
                "go-to-" + place.id(),
                model.words().get("commands.go", place.name()),
                // Whatever language the name is in, ids are English.
                place.id().replace('-', ' '),
                place.where().orElseGet(() -> model.words().get("switches.title")),
                "",
                true,
                place.go());
    }

    /** Who works in one language may have read about it in the other. */
    private Texts otherLanguage() {
        return new Texts(Texts.languages().stream()
                .filter(l -> !l.equals(model.words().locale()))
                .findFirst()
                .orElse(Locale.ENGLISH));
    }

    private Command file(Path file, String kind, boolean possible) {
        return new Command(
                "open-" + file.getFileName(),
                model.words().get("commands.open", file.getFileName()),
                file.toString(),
                model.words().get(kind),
                "",
                possible,
                () -> model.opening().open(file),
                model.opening().others().arePossible()
                        ? Optional.of(() -> model.opening().others().open(Optional.of(file)))
                        : Optional.empty());
    }

    private List<Command> places(String typed) {
        return finder.apply(typed).stream().limit(MOST_PLACES).map(this::place).toList();
    }

    private Command place(Hit hit) {
        return new Command(
                "go-" + hit.place(),
                hit.place(),
                hit.detail(),
                model.words().get(hit.kind().key(), hit.detail()).strip(),
                "",
                true,
                () -> go.accept(hit.place()));
    }
}
