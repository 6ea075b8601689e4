package org.layergraft.ui.newlayer;

import java.util.Optional;
import org.layergraft.experiment.Experiment;
import org.layergraft.graft.Edit;
import org.layergraft.graft.LayerSpec;
import org.layergraft.graft.Prospect;
import org.layergraft.graft.ShapeSource;
import org.layergraft.graft.Site;
import org.layergraft.model.DType;
import org.layergraft.model.FlowNode;
import org.layergraft.model.Parameter;
import org.layergraft.text.LayergraftException;

/**
 * The model around a place where a layer is to go.
 *
 * @param shapes what was measured; nothing is run to know more
 */
public record Surroundings(Experiment experiment, Spot spot, ShapeSource shapes) {

    /** What is known about what the layer would see in this role. */
    Site site(Role role, LayerSpec layer) throws LayergraftException {
        var model = experiment.model();
        return switch (role.kind()) {
            case DECLARE -> Site.UNKNOWN;
            case INSERT, BRANCH_LOSS, BRANCH_OUTPUT, BRANCH_IGNORED -> {
                String after = spot.after().orElseThrow();
                yield whole(Site.value(model, shapes, layer, role.module(), after), after);
            }
            case WRAP -> whole(Site.result(model, shapes, layer, role.module()), role.module() + "/@return");
            case REPLACE -> {
                var site = Site.argument(model, shapes, layer, role.module());
                var input = firstInput(role.module());
                yield input.isPresent() ? whole(site, input.get()) : site;
            }
        };
    }

    /** Every place the edit would put its layer. */
    Prospect prospect(Edit edit) throws LayergraftException {
        return Prospect.of(experiment.grafted(), edit, shapes);
    }

    /** A site tells no more than the layer needs; for what comes out of it all that was measured is of use. */
    private Site whole(Site site, String node) throws LayergraftException {
        if (site.shape().isPresent()) {
            return site;
        }
        return site.shaped(shapes.of(experiment.model(), node));
    }

    private Optional<String> firstInput(String module) {
        return experiment.graph().module(module).stream()
                .flatMap(m -> m.forward().nodes().stream())
                .filter(n -> n.kind() == FlowNode.Kind.INPUT)
                .map(FlowNode::id)
                .findFirst();
    }

    /** The element type new parameters get. */
    DType dtype() {
        return experiment.graph().parameters().stream()
                .map(Parameter::dtype)
                .filter(DType::isFloating)
                .findFirst()
                .orElse(DType.FLOAT32);
    }

    /** How many modules the edit would change if it were made everywhere, the module itself included. */
    long alike(Role role) {
        boolean original = role.kind() == Role.Kind.WRAP || role.kind() == Role.Kind.REPLACE;
        var graph = experiment.graph();
        return graph.module(role.module())
                .map(m -> graph.root()
                        .walk()
                        .filter(other -> original
                                ? original(other.className()).equals(original(m.className()))
                                : other.className().equals(m.className()))
                        .count())
                .orElse(1L);
    }

    /** TorchScript makes a class of its own for every size; what they were made from is what people mean by "like this". */
    private static String original(String className) {
        return className.replaceAll("\\.___torch_mangle_\\d+(?=\\.)", "");
    }
}
