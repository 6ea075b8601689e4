package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.config.Snippet;
import org.layergraft.config.Snippets;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "snippet",
        description =
                "Print the switches as lines for a training script: plain PyTorch, Lightning, Accelerate, Transformers,"
                        + " Detectron2 or timm, with where they go.")
final class SnippetCommand extends Command {

    @Parameters(
            arity = "0..*",
            paramLabel = "LIBRARY",
            description = "pytorch, lightning, accelerate, transformers, detectron2 or timm; without it all.")
    private List<String> libraries = List.of();

    @Option(names = "--find-unused-parameters", description = "As in DistributedDataParallel.")
    private boolean findUnusedParameters;

    @Option(names = "--static-graph", description = "As in DistributedDataParallel.")
    private boolean staticGraph;

    @Option(
            names = "--checkpoint",
            paramLabel = "reentrant|nonreentrant",
            description = "Activation checkpointing (torch.utils.checkpoint).")
    private Optional<String> checkpoint = Optional.empty();

    @Mixin
    private DdpArguments ddp = new DdpArguments();

    @Option(names = "--json", paramLabel = "F|-", description = "Write them as JSON.")
    private Optional<String> json = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        String mode = checkpoint
                .map(m -> m.contains(":") || m.equals("off") ? m : m + ":layer")
                .orElse("off");
        Checkpoint chosen = CheckpointOption.oneMode(mode);
        var switches = new Switches(findUnusedParameters, staticGraph, chosen, ddp.options());
        var wanted = new ArrayList<Snippet.Library>();
        for (String library : libraries) {
            wanted.add(Snippet.Library.named(library.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> LayergraftException.input("cli", "snippet.library", library, all())));
        }
        List<Snippet> snippets = Snippets.of(switches).stream()
                .filter(s -> wanted.isEmpty() || wanted.contains(s.library()))
                .toList();
        console().write(json(snippets), json);
        if (!Console.isOutput(json)) {
            for (Snippet snippet : snippets) {
                for (Snippet.Part part : snippet.parts()) {
                    String name = console().texts().get(snippet.library().title());
                    console().say("# " + name + ": " + console().texts().get(part.where()));
                    console().say(part.code());
                }
            }
        }
        return ExitCode.TRAINS;
    }

    private static String all() {
        return Stream.of(Snippet.Library.values()).map(Snippet.Library::id).collect(Collectors.joining(", "));
    }

    private ArrayNode json(List<Snippet> snippets) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Snippet snippet : snippets) {
            for (Snippet.Part part : snippet.parts()) {
                ObjectNode one = all.addObject();
                one.put("library", snippet.library().id());
                one.put("where", console().texts().get(part.where()));
                one.put("code", part.code());
            }
        }
        return all;
    }
}
