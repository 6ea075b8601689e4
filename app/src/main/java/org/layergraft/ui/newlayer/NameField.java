package org.layergraft.ui.newlayer;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.graft.LayerKind;
import org.layergraft.graft.Names;
import org.layergraft.model.Buffer;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.text.Problem;

/** What the new layer is called: proposed for every role until somebody types a name. */
final class NameField {

    private final ModelGraph graph;
    private final LayerKind kind;
    private final StringProperty text = new SimpleStringProperty("");
    private String proposed = "";

    NameField(ModelGraph graph, LayerKind kind) {
        this.graph = graph;
        this.kind = kind;
    }

    StringProperty textProperty() {
        return text;
    }

    String value() {
        return text.get().strip();
    }

    /** A name for the role; what was typed stays. */
    void propose(Role role) {
        if (text.get().equals(proposed)) {
            proposed = role.kind() == Role.Kind.REPLACE ? role.ownName() : free(role);
            text.set(proposed);
        }
    }

    /** The kind and the first number that is free there. */
    private String free(Role role) {
        var taken = taken(role);
        return Stream.iterate(1, i -> i + 1)
                .map(i -> kind.id() + i)
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElseThrow();
    }

    /** Why the layer cannot be called so; empty also while there is no name at all. */
    Optional<Problem> problem(Role role) {
        boolean keeps = role.kind() == Role.Kind.REPLACE && value().equals(role.ownName());
        return value().isEmpty() || keeps ? Optional.empty() : Names.problem(value(), taken(role), role.home());
    }

    private Set<String> taken(Role role) {
        return graph.module(role.home()).stream().flatMap(NameField::attributes).collect(Collectors.toSet());
    }

    private static Stream<String> attributes(ModuleNode module) {
        return Stream.of(
                        module.parameters().stream().map(Parameter::localName),
                        module.children().stream().map(ModuleNode::name),
                        module.buffers().stream().map(Buffer::name))
                .flatMap(names -> names);
    }
}
