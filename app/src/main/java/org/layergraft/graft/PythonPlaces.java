package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;

/** How places of the archive are called in the Python that it was made from. */
record PythonPlaces(ModelGraph graph, PythonSources sources) {

    /** Do other modules of the same Python class go without the layer? */
    boolean isGuarded(String module, List<String> added) {
        var holders = added.stream().map(PythonPlaces::parent).toList();
        return graph.module(module).stream()
                .flatMap(m -> sources.alike(m).stream())
                .anyMatch(path -> !holders.contains(path));
    }

    /**
     * A hook is called wherever the module is, also where forward calls it by another name. Scripting makes two modules of one with two
     * names; what they then have in common are their parameters.
     */
    boolean hasOneName(String path) {
        List<String> own = graph.module(path).stream()
                .flatMap(module -> module.walk().flatMap(m -> m.parameters().stream()))
                .map(Parameter::name)
                .map(name -> name.substring(path.length()))
                .toList();
        return own.isEmpty()
                || graph.root()
                        .walk()
                        .map(ModuleNode::path)
                        .filter(other -> !other.equals(path))
                        .noneMatch(other -> own.stream().allMatch(name -> isOne(path + name, other + name)));
    }

    private boolean isOne(String name, String other) {
        return graph.parameters().stream()
                .map(p ->
                        Stream.concat(Stream.of(p.name()), p.aliases().stream()).toList())
                .anyMatch(names -> names.contains(name) && names.contains(other));
    }

    static Optional<FlowNode> node(ModuleNode holder, String id) {
        return holder.forward().nodes().stream().filter(n -> n.id().equals(id)).findFirst();
    }

    /** The beginning of a sentence: {@code In forward of Neck (neck) (detector.py, line 15), }. */
    String where(Place place) {
        var line = graph.module(place.module())
                .flatMap(h -> node(h, place.node().id()))
                .flatMap(sources::origin)
                .map(o -> " (" + o.shortFile() + ", line " + o.line() + ")")
                .orElse("");
        return "In " + place.method().name() + " of " + classOf(place.module()) + line + ", ";
    }

    /** The value in TorchScript, on one line. */
    static String source(Place place) {
        return place.node()
                .place()
                .map(p -> place.text().substring(p.start(), p.end()).replaceAll("\\s+", " "))
                .orElse(place.node().id());
    }

    String classOf(String path) {
        String type = graph.module(path).map(ModuleNode::type).orElse("the added layer");
        return type + (path.isEmpty() ? "" : " (" + path + ")");
    }

    /** The call of an added layer up to its argument. */
    static String call(PythonForward forward, String name, boolean guarded) {
        String self = forward.function().receiver();
        return guarded
                ? "through(" + self + ", " + PythonLayer.quoted(name) + ", "
                : PythonLayer.member(self, name) + "(";
    }

    static String parent(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
