package org.layergraft.ui;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.layergraft.experiment.RunSettings;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.ui.common.JsonFile;

/**
 * What a person last gave models as inputs and loss, by the hash of the model's file, in {@code inputs.json} beside the settings. May be
 * called on any thread.
 */
final class InputsStore {

    /** Models that it knows at most; the ones that got something last stay. */
    static final int MOST = 200;

    private final JsonFile<Map<String, Given>> file;

    InputsStore(Path folder) {
        file = new JsonFile<>(folder.resolve("inputs.json"), new TypeReference<>() {});
    }

    /**
     * As {@link RunSettings} has them.
     *
     * @param model its file's name, for people who look
     */
    record Given(String model, Optional<InputPlan> inputs, Optional<LossSpec> loss) {

        static Given of(OpenedModel model, RunSettings settings) {
            return new Given(model.file().getFileName().toString(), settings.inputs(), settings.loss());
        }

        boolean isNothing() {
            return inputs.isEmpty() && loss.isEmpty();
        }

        /** Are files that it names where they were? */
        boolean isThere() {
            return inputs.stream().allMatch(plan -> switch (plan) {
                case InputPlan.Generated _ -> true;
                case InputPlan.Files(var ranks) ->
                    ranks.stream().map(InputPlan.RankFiles::every).allMatch(Files::isRegularFile);
            });
        }
    }

    synchronized Optional<Given> of(String hash) {
        return Optional.ofNullable(all().get(hash)).filter(Given::isThere);
    }

    synchronized void keep(String hash, Given given) {
        var all = all();
        boolean known = all.remove(hash) != null;
        if (!given.isNothing()) {
            all.put(hash, given);
        } else if (!known) {
            return;
        }
        if (all.size() > MOST) {
            all.pollFirstEntry();
        }
        file.write(all);
    }

    private LinkedHashMap<String, Given> all() {
        return new LinkedHashMap<>(file.read().orElse(Map.of()));
    }
}
