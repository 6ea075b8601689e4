package org.layergraft.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.layergraft.step.InputPlan;
import org.layergraft.step.Nodes;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** What must be equal on all machines of a run, under the names it has on the command line. Files count by their content. */
final class NodeFacts {

    private static final int SHOWN_DIGITS = 12;

    private NodeFacts() {}

    /** @throws LayergraftException INPUT when a file cannot be read */
    static SequencedMap<String, String> of(StepPlan plan, Nodes nodes) throws LayergraftException {
        Switches switches = plan.switches();
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("--nnodes", String.valueOf(nodes.count()));
        facts.put("--ranks", String.valueOf(plan.ranksPerNode()));
        facts.put("MODEL", hash(List.of(plan.model())));
        facts.put("--inputs", inputs(plan.inputs()));
        facts.put("--loss", json(plan.loss()));
        facts.put("--device", plan.devices().getFirst().kind().name().toLowerCase(Locale.ROOT));
        facts.put("--steps", String.valueOf(plan.steps()));
        facts.put("--seed", String.valueOf(plan.seed()));
        facts.put("--timeout", String.valueOf(plan.timeoutSeconds()));
        facts.put("--find-unused-parameters", String.valueOf(switches.findUnusedParameters()));
        facts.put("--static-graph", String.valueOf(switches.staticGraph()));
        facts.put("--checkpoint", json(switches.checkpoint()));
        facts.put("DistributedDataParallel", json(switches.options()));
        return facts;
    }

    /** @throws LayergraftException INPUT naming the first difference */
    static void compare(int node, SequencedMap<String, String> theirs, SequencedMap<String, String> ours)
            throws LayergraftException {
        for (var fact : ours.entrySet()) {
            String there = theirs.getOrDefault(fact.getKey(), "-");
            if (!there.equals(fact.getValue())) {
                throw LayergraftException.input("process", "nodes.differ", node, fact.getKey(), there, fact.getValue());
            }
        }
    }

    private static String inputs(InputPlan inputs) throws LayergraftException {
        return switch (inputs) {
            case InputPlan.Generated generated -> json(generated.inputs());
            case InputPlan.Files(List<InputPlan.RankFiles> ranks) -> {
                var files = new ArrayList<Path>();
                ranks.forEach(rank -> {
                    files.add(rank.every());
                    files.addAll(new TreeMap<>(rank.iterations()).values());
                });
                yield hash(files);
            }
        };
    }

    private static String json(Object value) {
        try {
            JsonMapper mapper = StepJson.mapper();
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static String hash(List<Path> files) throws LayergraftException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        digest.update(buffer, 0, count);
                    }
                } catch (IOException unreadable) {
                    throw LayergraftException.input("process", "nodes.file", file, unreadable.getMessage());
                }
            }
            return "SHA-256 " + HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
