package org.layergraft.ui.menu;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
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
import org.layergraft.text.Problem;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.menu.Offers.Offer;

/** The context menu of a place. It shows as soon as it is known what is possible there; what is not says why. */
public final class PlaceMenu {

    /** Does what was chosen. Coordinates are the scene's. */
    public interface Handler {
        /** @param target as in {@link org.layergraft.graft.Edit.Freeze} */
        void freeze(String target, boolean frozen);

        /** Asks for a pattern. */
        void freezeMatching(String proposed, Point2D at);

        /** Asks for the new name. */
        void rename(String target, Point2D at);

        void remove(String target);

        /** Asks for the layer. */
        void add(Act act, LayerKind kind, Subject subject, Point2D at);

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

    /** @param at on the screen */
    public void show(Node owner, Subject subject, Point2D at) {
        var now = experiment.get();
        if (now.isEmpty() || !editable.get() || subject.places().isEmpty()) {
            return;
        }
        String open = openModule.get();
        tasks.start(
                () -> Offers.of(now.get(), subject, open),
                offers -> {
                    if (experiment.get().equals(now) && owner.getScene() != null) {
                        show(owner, subject, offers, at);
                    }
                },
                _ -> {});
    }

    private void show(Node owner, Subject subject, List<Offer> offers, Point2D at) {
        shown.ifPresent(ContextMenu::hide);
        var menu = new ContextMenu();
        menu.setId("place-menu");
        menu.getStyleClass().add("place-menu");
        menu.getItems().setAll(items(owner, subject, offers, at));
        shown = Optional.of(menu);
        menu.show(owner, at.getX(), at.getY());
    }

    private List<MenuItem> items(Node owner, Subject subject, List<Offer> offers, Point2D at) {
        var items = new ArrayList<MenuItem>();
        var heading = new MenuItem(title(subject));
        heading.setMnemonicParsing(false);
        heading.setDisable(true);
        heading.getStyleClass().add("menu-heading");
        items.add(heading);
        Optional<Act> before = Optional.empty();
        for (var offer : offers) {
            if (before.filter(b -> group(b) != group(offer.act())).isPresent()) {
                items.add(new SeparatorMenuItem());
            }
            var scene = owner.getScene();
            var inScene = new Point2D(
                    at.getX() - scene.getWindow().getX() - scene.getX(),
                    at.getY() - scene.getWindow().getY() - scene.getY());
            items.add(item(subject, offer, inScene));
            before = Optional.of(offer.act());
        }
        return items;
    }

    private static long group(Act act) {
        return java.util.Arrays.stream(Act.values())
                .limit(act.ordinal())
                .filter(Act::endsGroup)
                .count();
    }

    private String title(Subject subject) {
        if (subject.line()) {
            return words.get("menu.title.line", subject.place());
        }
        return subject.isOne()
                ? subject.place().isEmpty() ? words.get("menu.title.root") : subject.place()
                : words.get("menu.title.several", subject.places().size());
    }

    private MenuItem item(Subject subject, Offer offer, Point2D at) {
        var act = offer.act();
        MenuItem item = act.addsLayer() && offer.refusal().isEmpty() ? kinds(act, subject, at) : new MenuItem();
        item.setId(act.key());
        item.setMnemonicParsing(false);
        String name = words.get(act == Act.ADD_AFTER && subject.line() ? "menu.add_here" : act.key());
        item.setText(offer.refusal().map(why -> name + "\n" + folded(why)).orElse(name));
        item.setDisable(offer.refusal().isPresent());
        if (offer.refusal().isEmpty() && (act == Act.RENAME || act == Act.REMOVE)) {
            item.setAccelerator((act == Act.RENAME ? ActionId.RENAME : ActionId.REMOVE).keys());
        }
        if (!act.addsLayer()) {
            item.setOnAction(_ -> choose(act, subject, at));
        }
        return item;
    }

    private void choose(Act act, Subject subject, Point2D at) {
        experiment.get().ifPresent(now -> {
            var graph = now.graph();
            var targets = subject.targets(graph);
            switch (act) {
                case FREEZE -> handler.freeze(Matching.target(graph, targets), true);
                case UNFREEZE -> handler.freeze(Matching.target(graph, targets), false);
                case FREEZE_MATCHING -> handler.freezeMatching(FreezeViewModel.proposal(graph, targets.getFirst()), at);
                case RENAME -> handler.rename(targets.getFirst(), at);
                case REMOVE -> handler.remove(targets.getFirst());
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
