package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.layergraft.step.Devices;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "devices", description = "What this machine can run on.")
final class DevicesCommand extends Command {

    @Option(names = "--json", paramLabel = "F|-", description = "Write it as JSON.")
    private Optional<String> json = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        Devices devices;
        try (Engine engine = engine()) {
            devices = engine.runs().devices();
        }
        console().write(json(devices), json);
        if (!Console.isOutput(json)) {
            tell(devices);
        }
        return ExitCode.TRAINS;
    }

    private static ObjectNode json(Devices devices) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("cores", devices.cores());
        ArrayNode gpus = root.putArray("gpus");
        devices.gpus()
                .forEach(g -> gpus.addObject()
                        .put("index", g.index())
                        .put("name", g.name())
                        .put("memory_bytes", g.memoryBytes())
                        .put("one_device", devices.servesSingle(g.index()))
                        .put("ranks", devices.ranks().contains(g)));
        root.put("nccl", devices.nccl());
        root.put("note", devices.note());
        return root;
    }

    private void tell(Devices devices) {
        Texts texts = console().texts();
        console().say(texts.get("cli", "devices.cpu", devices.cores()));
        devices.gpus()
                .forEach(g ->
                        console().say(texts.get("cli", "devices.gpu", g.index(), g.name(), g.memoryBytes() >> 20)));
        if (!devices.note().isBlank()) {
            console().say(devices.note());
        }
    }
}
