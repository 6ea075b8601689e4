package org.layergraft.ui.outline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.step.GradientState;

/** The model as a tree of modules and their parameters. */
public final class OutlineViewModel {

    /**
     * A line of the tree.
     *
     * @param place module path or state-dict name of a parameter; "" for the root
     * @param detail a module's type or a parameter's shape
     * @param parameters how many there are in it, itself included
     * @param uncovered how many of them got no gradient in the last run
     */
    public record Entry(
            String place,
            String name,
            String detail,
            boolean isModule,
            int parameters,
            int uncovered,
            Optional<GradientState> state,
            List<Entry> children) {}

    private final ReadOnlyObjectWrapper<Optional<Entry>> root = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringProperty selected = new SimpleStringProperty("");
    private Optional<ModelGraph> graph = Optional.empty();
    private Map<String, GradientState> states = Map.of();

    public void show(ModelGraph shown) {
        graph = Optional.of(shown);
        build();
    }

    /** @param worstByParameter empty to forget the last run */
    public void colour(Map<String, GradientState> worstByParameter) {
        states = Map.copyOf(worstByParameter);
        build();
    }

    private void build() {
        root.set(graph.map(g -> {
            var canonical = new HashMap<String, String>();
            g.parameters().forEach(p -> p.aliases().forEach(alias -> canonical.put(alias, p.name())));
            return module(g.root(), g.title(), canonical);
        }));
    }

    private Entry module(ModuleNode module, String name, Map<String, String> canonical) {
        var children = new ArrayList<Entry>();
        module.parameters().forEach(p -> children.add(parameter(p, canonical)));
        module.children().forEach(child -> children.add(module(child, child.name(), canonical)));
        return new Entry(
                module.path(),
                name,
                module.type(),
                true,
                children.stream().mapToInt(Entry::parameters).sum(),
                children.stream().mapToInt(Entry::uncovered).sum(),
                Optional.empty(),
                List.copyOf(children));
    }

    private Entry parameter(Parameter parameter, Map<String, String> canonical) {
        String name = canonical.getOrDefault(parameter.name(), parameter.name());
        var state = Optional.ofNullable(states.get(name));
        return new Entry(
                name,
                parameter.localName(),
                parameter.shape().toString(),
                false,
                1,
                state.filter(GradientState.NONE::equals).isPresent() ? 1 : 0,
                state,
                List.of());
    }

    public ReadOnlyObjectProperty<Optional<Entry>> rootProperty() {
        return root.getReadOnlyProperty();
    }

    /** Module path, parameter name, or whatever else is selected in the window. */
    public StringProperty selectedProperty() {
        return selected;
    }
}
