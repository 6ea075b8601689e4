package org.layergraft.ui.canvas;

import java.util.Optional;
import javafx.beans.property.StringProperty;
import org.layergraft.model.ModuleNode;

/** Ways into modules and out of them, from what is selected: in place, or by drawing the module's forward alone. */
public final class Unfolding {

    private final Sheet sheet;
    private final Surface surface;
    private final StringProperty openModule;
    private final StringProperty selected;
    private final Runnable changed;
    private String toSelect = "";
    private String toggled = "";

    /** @param changed another part of the model is to be drawn */
    Unfolding(Sheet sheet, Surface surface, StringProperty openModule, StringProperty selected, Runnable changed) {
        this.sheet = sheet;
        this.surface = surface;
        this.openModule = openModule;
        this.selected = selected;
        this.changed = changed;
    }

    /** Draws the selected module with what is in it, where it is called. */
    public void unfold() {
        selectedBox().filter(b -> !surface.isFrame(b)).ifPresent(this::toggle);
    }

    /** The module itself, or the one that what is selected stands in. */
    public void fold() {
        Optional<Layout.Box> box = selectedBox();
        while (box.isPresent()
                && !(surface.isFrame(box.get()) && box.get().item().unfolds())) {
            box = box.get().item().block().flatMap(surface.drawn()::find);
        }
        box.ifPresent(this::toggle);
    }

    /** Draws the forward of the selected module, and nothing else. */
    public void focus() {
        selectedBox()
                .filter(b -> b.item().opens())
                .flatMap(b -> b.item().module())
                .ifPresent(openModule::set);
    }

    /** To the nearest module above that has a forward, with the one we come from selected. */
    public void up() {
        String here = openModule.get();
        sheet.graph().filter(_ -> !here.isEmpty()).ifPresent(g -> {
            String above = here;
            do {
                above = above.contains(".") ? above.substring(0, above.lastIndexOf('.')) : "";
            } while (!above.isEmpty()
                    && g.module(above).filter(Unfolding::opens).isEmpty());
            toSelect = here;
            openModule.set(above);
        });
    }

    void toggleSelected() {
        selectedBox().ifPresent(this::toggle);
    }

    /** Unfolds a module where it is called, or folds it again. */
    void toggle(Layout.Box box) {
        String id = box.id();
        if (box.item().unfolds()) {
            sheet.toggle(id, surface.isFrame(box));
            toggled = id;
            toSelect = id;
            changed.run();
        }
    }

    /** Selects it, once it is drawn. */
    void select(String id) {
        toSelect = id;
    }

    /** What is to be selected now that something is drawn; asked once. */
    Optional<String> toSelect() {
        String id = toSelect;
        toSelect = "";
        return Optional.of(id).filter(i -> !i.isEmpty());
    }

    /** What was unfolded or folded, "" if something else has changed; asked once. */
    String toggled() {
        String id = toggled;
        toggled = "";
        return id;
    }

    private Optional<Layout.Box> selectedBox() {
        return surface.drawn().find(selected.get());
    }

    private static boolean opens(ModuleNode module) {
        return !module.forward().nodes().isEmpty();
    }
}
