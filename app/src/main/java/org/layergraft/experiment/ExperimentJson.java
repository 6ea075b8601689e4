package org.layergraft.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.diagnosis.Wait;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.Problem;

/** How an experiment file is laid out. */
final class ExperimentJson {

    /** The format that is written; files of a later one are refused. */
    static final int FORMAT = 1;

    /** What a file of this program has and no other. */
    static final String MARK = "layergraft";

    private ExperimentJson() {}

    /** {@link RunSettings} of one machine. */
    record SettingsPart(
            int ranks,
            String device,
            Optional<InputPlan> inputs,
            Optional<LossSpec> loss,
            Switches switches,
            int steps,
            long seed,
            int timeoutSeconds) {

        static SettingsPart of(RunSettings s, ExperimentPaths paths) {
            return new SettingsPart(
                    s.ranks(),
                    s.device(),
                    s.inputs().map(paths::written),
                    s.loss(),
                    s.switches(),
                    s.steps(),
                    s.seed(),
                    s.timeoutSeconds());
        }

        RunSettings settings(ExperimentPaths paths) {
            return new RunSettings(ranks, device, inputs.map(paths::read), loss, switches, steps, seed, timeoutSeconds);
        }
    }

    /** {@link RunResult}, its plan as far as the settings do not say it. */
    record ResultPart(
            LossSpec loss,
            List<Device> devices,
            Optional<Verdict> verdict,
            Optional<SingleReport> single,
            List<RankReport> ranks,
            List<Wait> waits,
            List<Coverage> coverage,
            Optional<Problem> predicted) {

        static ResultPart of(RunResult r) {
            return new ResultPart(
                    r.plan().loss(),
                    r.plan().devices(),
                    r.verdict(),
                    r.single(),
                    r.ranks(),
                    r.waits(),
                    r.coverage(),
                    r.predicted());
        }

        RunResult result(Path model, RunSettings settings) {
            var plan = new StepPlan(
                    model,
                    settings.inputs().orElseGet(() -> new InputPlan.Generated(List.of())),
                    loss,
                    settings.switches(),
                    devices,
                    settings.steps(),
                    settings.seed(),
                    settings.timeoutSeconds(),
                    1);
            return new RunResult(plan, single, ranks, verdict, coverage, waits, predicted);
        }
    }

    /** Plain paths instead of addresses; what is absent is left out, and nothing else may be. */
    static JsonMapper mapper() {
        var paths = new SimpleModule()
                .addSerializer(Path.class, new PathWriter())
                .addDeserializer(Path.class, new PathReader());
        return StepJson.mapper()
                .rebuild()
                .addModule(paths)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static final class PathWriter extends StdScalarSerializer<Path> {
        private static final long serialVersionUID = 1L;

        PathWriter() {
            super(Path.class);
        }

        @Override
        public void serialize(Path file, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(file.toString().replace('\\', '/'));
        }
    }

    private static final class PathReader extends FromStringDeserializer<Path> {
        private static final long serialVersionUID = 1L;

        PathReader() {
            super(Path.class);
        }

        @Override
        protected Path _deserialize(String name, DeserializationContext context) {
            return Path.of(name);
        }
    }
}
