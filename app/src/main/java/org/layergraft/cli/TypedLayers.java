package org.layergraft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.experiment.CustomLayers;
import org.layergraft.graft.CustomTrial.Complaint;
import org.layergraft.graft.Edit;
import org.layergraft.graft.LayerSpec;
import org.layergraft.text.LayergraftException;

/** What libtorch says about layers that an edit script types. An engine is started only where there is one. */
final class TypedLayers {

    private TypedLayers() {}

    /**
     * @param file of the script, named in what is wrong
     * @throws LayergraftException INPUT with the edit and the typed line of the first that does not compile
     */
    static void check(Path file, List<Edit> script, Engine.Source engines) throws LayergraftException {
        var typed = new ArrayList<Integer>();
        for (int i = 0; i < script.size(); i++) {
            if (script.get(i).added().filter(LayerSpec::isTyped).isPresent()) {
                typed.add(i);
            }
        }
        if (typed.isEmpty()) {
            return;
        }
        try (Engine engine = engines.open();
                Interrupts interrupts = new Interrupts()) {
            var layers = new CustomLayers(engine.runner(), engine.scratch());
            for (int i : typed) {
                Optional<Complaint> complaint =
                        layers.check(script.get(i).added().orElseThrow(), interrupts.cancellation());
                if (complaint.isPresent()) {
                    throw refusal(file, i, complaint.get());
                }
            }
        }
    }

    private static LayergraftException refusal(Path file, int edit, Complaint complaint) {
        String message = complaint.message().replaceFirst("[.:]+$", "");
        return complaint.line().isPresent()
                ? LayergraftException.input(
                        "cli", "graft.typed.line", file, edit, complaint.line().get(), message)
                : LayergraftException.input("cli", "graft.typed", file, edit, message);
    }
}
