package org.layergraft.ui.menu;

import java.text.BreakIterator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.binding.BooleanExpression;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.layergraft.experiment.Experiment;
import org.layergraft.graft.LayerKind;
import org.layergraft.graft.LayerKinds;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.menu.Offers.Offer;

/** The context menu of a place. It shows at once; what turns out to be impossible there says why. */
public final class PlaceMenu {

    /** Does what was chosen. Coordinates are the scene's. */
    public interface Handler {
        /** @param target as in {@link org.layergraft.graft.Edit.Freeze} */
        void freeze(String target, boolean frozen);

        /** Asks for a pattern. */
        void freezeMatching(String proposed, Point2D at);

        /** @param parameters as in {@link org.layergraft.graft.Edit.AddZero} */
        void addZero(String parameters);

        /** Asks for the new name. */
        void rename(String target, Point2D at);

        void remove(String target);

        /** Asks for the layer. */
        void add(Act act, LayerKind kind, Subject subject, Point2D at);

        /** Whether runs checkpoint this module. */
        boolean isCheckpointed(String module);

        void checkpoint(String module);

        /** Draws the forward of this module, and nothing else. */
        void focus(String module);

        void showInGraph(String place);

        void showInOutline(String place);

        void copy(String text);
    }

    private static final int LINE = 52;

    private final Words words;
    private final Tasks tasks;
    private final Supplier<Optional<Experiment>> experiment;
    private final Supplier<String> openModule;
    private final BooleanExpression editable;
    private final Handler handler;
    private Optional<ContextMenu> shown = Optional.empty();

    /**
     * @param openModule path of the module whose forward is drawn
     * @param editable a model is open and nothing changes
     */
    public PlaceMenu(
            Words words,
            Tasks tasks,
            Supplier<Optional<Experiment>> experiment,
            Supplier<String> openModule,
            BooleanExpression editable,
            Handler handler) {
        this.words = words;
        this.tasks = tasks;
        this.experiment = experiment;
        this.openModule = openModule;
        this.editable = editable;
        this.handler = handler;
    }

    /** As {@link #show(Node, Subject, Point2D)}, and asks at once for the kind of layer that this act adds. */
    public void show(Node owner, Subject subject, Point2D at, Act adding) {
        show(owner, subject, at);
        shown.stream()
                .flatMap(menu -> menu.getItems().stream())
                .filter(item -> adding.key().equals(item.getId()))
                .filter(Menu.class::isInstance)
                .map(Menu.class::cast)
                .findFirst()
                .ifPresent(Menu::show);
    }

    /** @param at on the screen */
    public void show(Node owner, Subject subject, Point2D at) {
        var now = experiment.get();
        if (now.isEmpty() || !editable.get() || subject.places().isEmpty()) {
            return;
        }
        shown.ifPresent(ContextMenu::hide);
        var scene = owner.getScene();
        var inScene = new Point2D(
                at.getX() - scene.getWindow().getX() - scene.getX(),
                at.getY() - scene.getWindow().getY() - scene.getY());
        var menu = new ContextMenu();
        menu.setId("place-menu");
        menu.getItems().add(heading(now.get().graph(), subject));
        var lines = new ArrayDeque<Line>();
        Optional<Act> before = Optional.empty();
        for (var offer : Offers.of(now.get().graph(), subject, openModule.get())) {
            if (before.filter(b -> group(b) != group(offer.act())).isPresent()) {
                menu.getItems().add(new SeparatorMenuItem());
            }
            var line = new Line(offer, item(subject, offer.act(), inScene));
            offer.refusal().ifPresent(line::refuse);
            menu.getItems().add(line.item());
            lines.add(line);
            before = Optional.of(offer.act());
        }
        shown = Optional.of(menu);
        menu.setOnHidden(_ -> lines.clear());
        tryNext(now.get(), lines);
        menu.show(owner, at.getX(), at.getY());
    }

    /** What the engine says of the edits comes one by one while the menu shows; in a large model that takes a while. */
    private void tryNext(Experiment now, Deque<Line> lines) {
        var line = lines.poll();
        if (line != null) {
            tasks.start(
                    () -> line.offer.tried(now),
                    refusal -> {
                        refusal.ifPresent(line::refuse);
                        tryNext(now, lines);
                    },
                    _ -> tryNext(now, lines));
        }
    }

    /** An offer and how it is shown. */
    private final class Line {

        private final Offer offer;
        private final MenuItem item;

        Line(Offer offer, MenuItem item) {
            this.offer = offer;
            this.item = item;
        }

        MenuItem item() {
            return item;
        }

        void refuse(Problem why) {
            if (!item.isDisable()) {
                item.setDisable(true);
                item.setAccelerator(null);
                item.setText(item.getText() + "\n" + folded(why));
            }
        }
    }

    private MenuItem heading(ModelGraph graph, Subject subject) {
        var heading = new MenuItem(title(graph, subject));
        heading.setMnemonicParsing(false);
        heading.setDisable(true);
        heading.getStyleClass().add("menu-heading");
        return heading;
    }

    private static long group(Act act) {
        return java.util.Arrays.stream(Act.values())
                .limit(act.ordinal())
                .filter(Act::endsGroup)
                .count();
    }

    /** Of several it counts what an edit would change: a module stands for all of its parameters, and these may be chosen, too. */
    private String title(ModelGraph graph, Subject subject) {
        if (subject.line()) {
            return words.get("menu.title.line", subject.place());
        }
        return subject.isOne()
                ? subject.place().isEmpty() ? words.get("menu.title.root") : subject.place()
                : words.get(
                        "menu.title.several",
                        Matching.parameters(graph, Matching.target(graph, subject.targets(graph)))
                                .size());
    }

    private MenuItem item(Subject subject, Act act, Point2D at) {
        MenuItem item = act.addsLayer() ? kinds(act, subject, at) : new MenuItem();
        item.setId(act.key());
        item.setMnemonicParsing(false);
        item.setText(words.get(key(act, subject)));
        if (act == Act.RENAME || act == Act.REMOVE) {
            item.setAccelerator((act == Act.RENAME ? ActionId.RENAME : ActionId.REMOVE).keys());
        }
        if (!act.addsLayer()) {
            item.setOnAction(_ -> choose(act, subject, at));
        }
        return item;
    }

    private String key(Act act, Subject subject) {
        if (act == Act.CHECKPOINT
                && module(subject).filter(handler::isCheckpointed).isPresent()) {
            return "menu.checkpoint.off";
        }
        return act == Act.ADD_AFTER && subject.line() ? "menu.add_here" : act.key();
    }

    private Optional<String> module(Subject subject) {
        return experiment
                .get()
                .flatMap(now -> subject.spot(now.graph(), openModule.get()).inside());
    }

    private void choose(Act act, Subject subject, Point2D at) {
        experiment.get().ifPresent(now -> {
            var graph = now.graph();
            var targets = subject.targets(graph);
            switch (act) {
                case FREEZE -> handler.freeze(Matching.target(graph, targets), true);
                case UNFREEZE -> handler.freeze(Matching.target(graph, targets), false);
                case FREEZE_MATCHING -> handler.freezeMatching(FreezeViewModel.proposal(graph, targets.getFirst()), at);
                case ADD_ZERO -> handler.addZero(Matching.target(graph, targets));
                case RENAME -> handler.rename(targets.getFirst(), at);
                case REMOVE -> handler.remove(targets.getFirst());
                case CHECKPOINT -> module(subject).ifPresent(handler::checkpoint);
                case FOCUS -> module(subject).ifPresent(handler::focus);
                case SHOW_IN_GRAPH -> handler.showInGraph(subject.place());
                case SHOW_IN_OUTLINE -> handler.showInOutline(subject.place());
                case COPY_NAME -> handler.copy(String.join("\n", subject.places()));
                case ADD_AFTER, BRANCH, WRAP, REPLACE -> throw new IllegalStateException("a submenu asks for the kind");
            }
        });
    }

    /** The kinds of layer that can be used so, in the palette's groups. */
    private Menu kinds(Act act, Subject subject, Point2D at) {
        var menu = new Menu();
        for (var group : LayerKind.Group.values()) {
            var items = LayerKinds.all().stream()
                    .filter(kind -> kind.group() == group && (act == Act.WRAP ? kind.wraps() : kind.callable()))
                    .map(kind -> kind(act, kind, subject, at))
                    .toList();
            if (!items.isEmpty()) {
                var section = new Menu(
                        words.get(Problem.of("graft", "group." + group.name().toLowerCase(java.util.Locale.ROOT))));
                section.setMnemonicParsing(false);
                section.getItems().setAll(items);
                menu.getItems().add(section);
            }
        }
        return menu;
    }

    private MenuItem kind(Act act, LayerKind kind, Subject subject, Point2D at) {
        var item = new MenuItem(kind.label());
        item.setId(act.key() + "." + kind.id());
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> handler.add(act, kind, subject, at));
        return item;
    }

    /** A menu is as wide as its longest line. */
    private String folded(Problem why) {
        String sentence = words.get(why);
        int most = words.locale().getLanguage().equals("zh") ? LINE / 2 : LINE;
        var breaks = BreakIterator.getLineInstance(words.locale());
        breaks.setText(sentence);
        var lines = new StringBuilder();
        int start = 0;
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            if (to - start > most && from > start) {
                lines.append(sentence, start, from).append('\n');
                start = from;
            }
        }
        return lines.append(sentence.substring(start)).toString();
    }
}
