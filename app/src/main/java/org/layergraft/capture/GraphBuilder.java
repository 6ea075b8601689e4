package org.layergraft.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.layergraft.model.Buffer;
import org.layergraft.model.DType;
import org.layergraft.model.Flow;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** The model as every other part of the program knows models: modules, parameters, and a flow for each module that was called. */
final class GraphBuilder {

    private final Recorded recorded;
    private final Map<String, Flow> flows;

    private GraphBuilder(Recorded recorded, Map<String, Flow> flows) {
        this.recorded = recorded;
        this.flows = flows;
    }

    /** @throws LayergraftException INPUT: a type that this program does not know */
    static ModelGraph of(Recorded recorded, PlainGraph plain, List<Problem> warnings) throws LayergraftException {
        return new GraphBuilder(recorded, new CapturedFlows(recorded, plain).all()).graph(warnings);
    }

    private ModelGraph graph(List<Problem> warnings) throws LayergraftException {
        var own = new HashMap<String, List<Parameter>>();
        var all = new ArrayList<Parameter>();
        for (Recorded.Weight weight : recorded.model().parameters()) {
            Parameter parameter = parameter(weight, weight.name(), weight.aliases());
            all.add(parameter);
            for (String name : weight.names().toList()) {
                List<String> others =
                        weight.names().filter(n -> !n.equals(name)).toList();
                own.computeIfAbsent(holder(name), _ -> new ArrayList<>()).add(parameter(weight, name, others));
            }
        }
        var buffers = new HashMap<String, List<Buffer>>();
        for (Recorded.Values buffer : recorded.model().buffers()) {
            buffers.computeIfAbsent(holder(buffer.name()), _ -> new ArrayList<>())
                    .add(new Buffer(buffer.name(), new Shape(buffer.shape()), type(buffer.dtype(), buffer.name())));
        }
        Map<String, List<Recorded.Module>> children = new LinkedHashMap<>();
        for (Recorded.Module module : recorded.model().modules()) {
            if (!module.path().isEmpty()) {
                children.computeIfAbsent(holder(module.path()), _ -> new ArrayList<>())
                        .add(module);
            }
        }
        ModuleNode root = node(recorded.model().modules().getFirst(), children, own, buffers);
        return new ModelGraph(recorded.model().type(), root, all, warnings);
    }

    private ModuleNode node(
            Recorded.Module module,
            Map<String, List<Recorded.Module>> children,
            Map<String, List<Parameter>> own,
            Map<String, List<Buffer>> buffers) {
        String path = module.path();
        return new ModuleNode(
                path,
                path.substring(path.lastIndexOf('.') + 1),
                module.type(),
                module.className(),
                children.getOrDefault(path, List.of()).stream()
                        .map(c -> node(c, children, own, buffers))
                        .toList(),
                own.getOrDefault(path, List.of()),
                buffers.getOrDefault(path, List.of()),
                flows.getOrDefault(path, Flow.EMPTY));
    }

    private Parameter parameter(Recorded.Weight weight, String name, List<String> others) throws LayergraftException {
        return new Parameter(
                name, others, new Shape(weight.shape()), type(weight.dtype(), name), weight.requiresGrad());
    }

    private static String holder(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    private static DType type(String name, String of) throws LayergraftException {
        return known(name).orElseThrow(() -> LayergraftException.input(CaptureReader.AREA, "dtype", of, name));
    }

    /** Also types that models only store. */
    static Optional<DType> known(String name) {
        for (DType type : DType.values()) {
            if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
