package org.layergraft.ui.newlayer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerKind;
import org.layergraft.graft.LayerSpec;
import org.layergraft.graft.UsualShape;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.ui.common.Words;

/** A layer that is about to be added: its name, hyper-parameters and role, until they make an edit. */
public final class NewLayerViewModel {

    private final Words words;
    private final LayerKind kind;
    private final Spot spot;
    private final ModelGraph graph;
    private final List<Role> roles;
    private final List<HyperField> fields;
    private final StringProperty name = new SimpleStringProperty();
    private final ObjectProperty<Role> role = new SimpleObjectProperty<>();
    private final BooleanProperty everywhere = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");

    public NewLayerViewModel(Words words, LayerKind kind, Spot spot, ModelGraph graph) {
        this.words = words;
        this.kind = kind;
        this.spot = spot;
        this.graph = graph;
        roles = Role.possible(kind, spot);
        var usual = UsualShape.of(graph);
        fields = kind.hypers().stream().map(hyper -> new HyperField(hyper, usual)).toList();
        role.set(roles.getFirst());
        name.set(freeName());
        Stream.concat(Stream.of(name), fields.stream().map(HyperField::textProperty))
                .forEach(text -> text.subscribe((_, _) -> error.set("")));
        role.subscribe((_, _) -> error.set(""));
    }

    /** The kind and the first number that is free there. */
    private String freeName() {
        var module = graph.module(role.get().module());
        for (int i = 1; ; i++) {
            String candidate = kind.id() + i;
            if (module.stream().noneMatch(m -> has(m, candidate))) {
                return candidate;
            }
        }
    }

    private static boolean has(ModuleNode module, String attribute) {
        return module.parameters().stream().anyMatch(p -> p.localName().equals(attribute))
                || module.children().stream().anyMatch(c -> c.name().equals(attribute))
                || module.buffers().stream().anyMatch(b -> b.name().equals(attribute));
    }

    /** The edit as filled in; empty, with {@link #errorProperty} set, while something is missing. */
    public Optional<Edit> edit() {
        if (name.get().isBlank()) {
            error.set(words.get("newlayer.error.name"));
            return Optional.empty();
        }
        var hypers = new LinkedHashMap<String, Hyper>();
        for (HyperField field : fields) {
            if (!field.isValid()) {
                error.set(words.get(
                        "newlayer.error." + field.kind().type().name().toLowerCase(java.util.Locale.ROOT),
                        field.kind().name()));
                return Optional.empty();
            }
            field.value().ifPresent(value -> hypers.put(field.kind().name(), value));
        }
        var scope = everywhere.get() && alike() > 1 ? Edit.Scope.ALL : Edit.Scope.THIS;
        var layer = new LayerSpec(kind.id(), name.get().strip(), hypers);
        return Optional.of(role.get().edit(spot, layer, scope));
    }

    /** How many modules share the class that would be edited, the module itself included. */
    public long alike() {
        return graph.module(role.get().module())
                .map(m -> graph.root()
                        .walk()
                        .filter(other -> other.className().equals(m.className()))
                        .count())
                .orElse(1L);
    }

    public void refuse(String sentence) {
        error.set(sentence);
    }

    public String title() {
        return words.get("newlayer.title", kind.label());
    }

    public List<Role> roles() {
        return roles;
    }

    public String text(Role of) {
        return words.get(of.text(spot));
    }

    public List<HyperField> fields() {
        return fields;
    }

    public StringProperty nameProperty() {
        return name;
    }

    public ObjectProperty<Role> roleProperty() {
        return role;
    }

    /** Edit all modules of the shared class, not just this one. */
    public BooleanProperty everywhereProperty() {
        return everywhere;
    }

    /** What is wrong, in words, or "". */
    public ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }
}
