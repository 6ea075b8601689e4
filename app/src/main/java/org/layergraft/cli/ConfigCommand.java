package org.layergraft.cli;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Unmatched;

@CommandLine.Command(name = "config", description = "Read, explain and patch a training config. Not available yet.")
final class ConfigCommand extends Command {

    @Unmatched
    private List<String> ignored = new ArrayList<>();

    @Override
    public Integer call() throws LayergraftException {
        throw LayergraftException.input("cli", "config.later");
    }
}
