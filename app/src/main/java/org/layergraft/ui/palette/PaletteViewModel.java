package org.layergraft.ui.palette;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.graft.LayerKind;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Words;

/** The kinds of layer by section, as far as they match what was typed. */
public final class PaletteViewModel {

    /** A section with something in it. */
    public record Section(String title, List<LayerKind> kinds) {}

    private final List<LayerKind> kinds;
    private final Words words;
    private final StringProperty filter = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<List<Section>> sections = new ReadOnlyObjectWrapper<>(List.of());

    public PaletteViewModel(List<LayerKind> kinds, Words words) {
        this.kinds = List.copyOf(kinds);
        this.words = words;
        filter.subscribe(_ -> build());
        words.textsProperty().subscribe((_, _) -> build());
    }

    private void build() {
        var found = new ArrayList<Section>();
        for (LayerKind.Group group : LayerKind.Group.values()) {
            var inGroup =
                    kinds.stream().filter(k -> k.group() == group && matches(k)).toList();
            if (!inGroup.isEmpty()) {
                found.add(new Section(title(group), inGroup));
            }
        }
        sections.set(List.copyOf(found));
    }

    /** Every word that was typed begins a word of the kind's name, section or description, or stands within its name. */
    private boolean matches(LayerKind kind) {
        String name = (kind.id() + " " + kind.label()).toLowerCase(Locale.ROOT);
        String all = " " + (name + " " + title(kind.group()) + " " + about(kind)).toLowerCase(Locale.ROOT);
        return Arrays.stream(filter.get().toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .allMatch(word ->
                        name.contains(word) || all.contains(" " + word) || isIdeographic(word) && all.contains(word));
    }

    /** Chinese puts no spaces between words. */
    private static boolean isIdeographic(String word) {
        return !word.isEmpty() && Character.isIdeographic(word.codePointAt(0));
    }

    private String title(LayerKind.Group group) {
        return words.get(Problem.of("graft", "group." + group.name().toLowerCase(Locale.ROOT)));
    }

    /** One sentence about it. */
    public String about(LayerKind kind) {
        return words.get(kind.about());
    }

    /** What Enter takes: the first that matches. */
    public Optional<LayerKind> first() {
        return sections.get().stream().flatMap(s -> s.kinds().stream()).findFirst();
    }

    public StringProperty filterProperty() {
        return filter;
    }

    public ReadOnlyObjectProperty<List<Section>> sectionsProperty() {
        return sections.getReadOnlyProperty();
    }
}
