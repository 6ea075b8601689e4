package org.layergraft.step;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where each rank's batches come from. Inputs count in the order of forward's arguments. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InputPlan.Generated.class, name = "generated"),
    @JsonSubTypes.Type(value = InputPlan.Files.class, name = "files")
})
public sealed interface InputPlan {

    /** Drawn afresh for every rank and batch from the plan's seed; ranks never get equal batches. */
    record Generated(List<InputSpec> inputs) implements InputPlan {
        public Generated {
            inputs = List.copyOf(inputs);
        }
    }

    /** NumPy archives, one entry per rank; ranks beyond the last are an error found before anything starts. */
    record Files(List<RankFiles> ranks) implements InputPlan {
        public Files {
            ranks = List.copyOf(ranks);
        }
    }

    /**
     * @param every used for each batch without a file of its own
     * @param iterations by number of the batch, from 1; that is the iteration unless gradients are accumulated
     */
    record RankFiles(Path every, Map<Integer, Path> iterations) {
        public RankFiles {
            iterations = Map.copyOf(iterations);
        }

        public Path at(int batch) {
            return iterations.getOrDefault(batch, every);
        }
    }
}
