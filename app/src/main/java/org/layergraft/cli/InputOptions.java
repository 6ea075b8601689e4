package org.layergraft.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine.Option;

/** The options that say what forward gets. */
final class InputOptions {

    @Option(
            names = "--input",
            paramLabel = "NAME:DTYPE[SHAPE]",
            description = "One argument of forward, drawn at random; once per argument, in forward's order."
                + " x:float32[4,8], integers with a range as tokens:int64[2,6]:0..24 (0 <= v < 24). Tensors in lists"
                + " and dictionaries are named images[0], targets[0].labels; targets[0].boxes:boxes[3,4]:0..64 are"
                + " boxes x1,y1,x2,y2 in an image of 64.")
    private List<String> input = new ArrayList<>();

    @Option(
            names = "--inputs",
            paramLabel = "DIR|r0.npz,r1.npz",
            description =
                    "NumPy archives, one per rank: a folder with inputs-rankR.npz (and inputs-rankR-iterN.npz for "
                            + "iteration N), or a list of files.")
    private Optional<String> inputs = Optional.empty();

    /** Empty: the archive's own. */
    Optional<InputPlan> plan() throws LayergraftException {
        if (!input.isEmpty() && inputs.isPresent()) {
            throw LayergraftException.input("cli", "input.both");
        }
        if (inputs.isPresent()) {
            return Optional.of(InputOption.files(inputs.get()));
        }
        var specs = new ArrayList<InputSpec>();
        for (String text : input) {
            specs.add(InputOption.spec(text));
        }
        return specs.isEmpty() ? Optional.empty() : Optional.of(new InputPlan.Generated(specs));
    }
}
