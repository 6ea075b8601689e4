package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;

/**
 * Where something is drawn.
 *
 * @param module path of the module to open
 * @param id the box to select in it
 */
record Reveal(String module, String id) {

    /**
     * @param open the module open now; it wins where it shows the thing
     * @param unfolded ids of the calls whose module is drawn where it is called
     * @param what a node id, a module path or a parameter's name
     */
    static Optional<Reveal> find(ModelGraph graph, String open, Set<String> unfolded, String what) {
        return new Search(graph, Usage.of(graph), open, unfolded).find(what);
    }

    private record Search(ModelGraph graph, Usage usage, String open, Set<String> unfolded) {

        Optional<Reveal> find(String what) {
            if (what.isEmpty()) {
                return Optional.empty();
            }
            Optional<Reveal> named = first(
                    candidates(what),
                    i -> i.id().equals(what) || i.module().filter(what::equals).isPresent());
            if (named.isPresent()) {
                return named;
            }
            Optional<Reveal> read = parametersOfUncalled(what)
                    .flatMap(p -> parameter(p).stream())
                    .findFirst();
            if (read.isPresent()) {
                return read;
            }
            Optional<Reveal> parameter = parameter(usage.canonicalName(what));
            if (parameter.isPresent()) {
                return parameter;
            }
            int dot = what.lastIndexOf('.');
            // Inside something that is not drawn by itself: show what is around it.
            return dot < 0 || what.contains("/") ? Optional.empty() : find(what.substring(0, dot));
        }

        /** Where the open module shows it, there; else the box of the layer that owns it; else its own box in its owner's forward. */
        private Optional<Reveal> parameter(String name) {
            Predicate<Item> itself = i -> !i.isModule() && i.parameters().contains(name);
            Predicate<Item> owner =
                    i -> i.module().filter(ownerOf(name)::equals).isPresent();
            boolean layer = graph.module(ownerOf(name))
                    .filter(m -> m.children().isEmpty())
                    .isPresent();
            // Of a forward that nothing calls there is nothing to learn where another reads it, too.
            List<String> places = candidates(name).stream()
                    .sorted(Comparator.comparing(
                            place -> !place.equals(open) && !usage.reached().contains(place)))
                    .toList();
            return first(places.subList(0, 1), itself)
                    .or(() -> layer ? first(places, owner) : Optional.empty())
                    .or(() -> first(places, itself))
                    .or(() -> first(places, owner));
        }

        /** What there is to see of a layer that nothing calls, but whose weight is read. */
        private Stream<String> parametersOfUncalled(String what) {
            return graph
                    .module(what)
                    .filter(m -> m.children().isEmpty() && !usage.reached().contains(m.path()))
                    .stream()
                    .flatMap(m -> usage.parametersBelow(m).stream());
        }

        private Optional<Reveal> first(List<String> places, Predicate<Item> wanted) {
            for (String place : places) {
                var drawing = Drawing.of(graph, usage, place, place.equals(open) ? unfolded : Set.of());
                for (Item item : drawing.items()) {
                    if (wanted.test(item)) {
                        return Optional.of(new Reveal(place, item.id()));
                    }
                }
            }
            return Optional.empty();
        }

        private static String ownerOf(String parameter) {
            return parameter.contains(".") ? parameter.substring(0, parameter.lastIndexOf('.')) : "/";
        }

        /** The open module, then the thing's ancestors from the nearest up. */
        private List<String> candidates(String what) {
            var found = new ArrayList<String>(List.of(open));
            String path = what.contains("/") ? what.substring(0, what.indexOf('/')) : what;
            if (what.contains("/")) {
                found.add(path);
            }
            while (!path.isEmpty()) {
                path = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
                found.add(path);
            }
            return found.stream()
                    .distinct()
                    .filter(p -> p.equals(open)
                            || graph.module(p).filter(Search::shows).isPresent())
                    .toList();
        }

        private static boolean shows(ModuleNode module) {
            return module.path().isEmpty() || !module.forward().nodes().isEmpty();
        }
    }
}
