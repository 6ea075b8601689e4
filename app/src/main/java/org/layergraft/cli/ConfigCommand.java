package org.layergraft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.layergraft.config.Assignment;
import org.layergraft.config.Config;
import org.layergraft.config.ConfigFile;
import org.layergraft.config.ConfigPatch;
import org.layergraft.config.ConfigPath;
import org.layergraft.config.ConfigReader;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Finding;
import org.layergraft.config.Patcher;
import org.layergraft.config.Scopes;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "config",
        description =
                "Read a training config of MMEngine, MMDetection or mmcv with all it inherits, explain its switches,"
                        + " and change it. It is never executed. Exit code 1 if training with it would stop.")
final class ConfigCommand extends Command {

    @Parameters(paramLabel = "FILE", description = "A config in Python, YAML or JSON.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "K=V",
            description =
                    "Give a setting a value, as in --cfg-options: model.backbone.with_cp=False. Once for each. Shows"
                            + " the smallest edit of the file as a diff.")
    private List<String> set = List.of();

    @Option(names = "--unset", paramLabel = "K", description = "No longer set this in the file. Once for each.")
    private List<String> unset = List.of();

    @Option(
            names = "--repair",
            description =
                    "Put right what can be put right without a choice: settings that nothing reads where they stand.")
    private boolean repair;

    @Option(
            names = "--override",
            paramLabel = "F.py",
            description = "Make the change as a new config that inherits this one.")
    private Optional<Path> override = Optional.empty();

    @Option(names = "--cfg-options", description = "Show the change as arguments of the training command instead.")
    private boolean options;

    @Option(
            names = "--edit-bases",
            description =
                    "Change values where they are written, also in files that this one inherits. Others may inherit"
                            + " them too.")
    private boolean bases;

    @Option(names = "--write", description = "Write the change. What was there is kept beside it as .bak.")
    private boolean write;

    @Option(
            names = "--configs",
            paramLabel = "DIR",
            description = "The configs folder of a package that mmdet::… or from mmdet.configs… names. Once for each.")
    private List<Path> folders = List.of();

    @Option(names = "--json", paramLabel = "F|-", description = "Write everything as JSON.")
    private Optional<String> json = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw LayergraftException.input("cli", "config.noFolder", folder);
            }
        }
        var scopes = new Scopes(folders);
        Config config = ConfigReader.open(file, scopes);
        Outputs.mustBeNone(
                "--json", json, config.files().stream().map(ConfigFile::path).toList());
        ConfigReport report = ConfigReport.of(config);
        List<Assignment> wanted = wanted(report);
        if (write && (options || wanted.isEmpty() && !repair)) {
            throw LayergraftException.input("cli", options ? "config.nothingWritten" : "config.nothing");
        }
        Optional<String> arguments = options && !wanted.isEmpty()
                ? Optional.of(Patcher.of(config, scopes).options(wanted))
                : Optional.empty();
        Optional<ConfigPatch> patch =
                options || wanted.isEmpty() ? Optional.empty() : Optional.of(patch(config, scopes, wanted));
        List<Path> backups = write && patch.isPresent() ? patch.get().write() : List.of();
        ConfigReport now = patch.map(p -> ConfigReport.of(p.result())).orElse(report);
        console().write(new ConfigJson(console().texts()).of(now, wanted, patch, arguments, write), json);
        if (!Console.isOutput(json)) {
            Optional<String> hint = patch.isEmpty() || write ? repairHint(now, scopes) : Optional.empty();
            say(new ConfigText(console().texts(), hint), now, patch, arguments, backups);
        }
        boolean stops = now.findings().stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
        return stops ? ExitCode.DOES_NOT_TRAIN : ExitCode.TRAINS;
    }

    /** Which option puts right what needs no choice; empty where none does. */
    private static Optional<String> repairHint(ConfigReport report, Scopes scopes) {
        List<Assignment> remedies = report.remedies();
        Patcher patcher = Patcher.of(report.config(), scopes);
        if (remedies.isEmpty()) {
            return Optional.empty();
        }
        return can(patcher, remedies)
                ? Optional.of("config.repair")
                : Optional.of("config.repairBases").filter(_ -> can(patcher.owningBases(), remedies));
    }

    private static boolean can(Patcher patcher, List<Assignment> wanted) {
        try {
            patcher.inPlace(wanted);
            return true;
        } catch (LayergraftException refused) {
            return false;
        }
    }

    private void say(
            ConfigText text,
            ConfigReport now,
            Optional<ConfigPatch> patch,
            Optional<String> arguments,
            List<Path> backups) {
        if (patch.isEmpty() && arguments.isEmpty()) {
            text.of(now).forEach(console()::say);
            return;
        }
        arguments.ifPresent(console()::say);
        patch.ifPresent(p -> text.patch(p, write, backups).forEach(console()::say));
        // With arguments for the command line the config itself stays as it is.
        (arguments.isPresent() ? List.<String>of() : text.findings(now)).forEach(console()::say);
    }

    private List<Assignment> wanted(ConfigReport report) throws LayergraftException {
        var all = new ArrayList<Assignment>();
        if (repair) {
            Set<ConfigPath> given =
                    set.stream().map(s -> ConfigPath.of(s.split("=", 2)[0])).collect(Collectors.toSet());
            report.remedies().stream().filter(a -> !given.contains(a.path())).forEach(all::add);
        }
        for (String one : set) {
            all.add(Assignment.parse(one));
        }
        for (String one : unset) {
            all.add(new Assignment.Remove(ConfigPath.of(one)));
        }
        return all;
    }

    private ConfigPatch patch(Config config, Scopes scopes, List<Assignment> wanted) throws LayergraftException {
        Patcher patcher = Patcher.of(config, scopes);
        if (override.isPresent()) {
            OutFile.check(override.get());
            return patcher.override(wanted, override.get());
        }
        return (bases ? patcher.owningBases() : patcher).inPlace(wanted);
    }
}
