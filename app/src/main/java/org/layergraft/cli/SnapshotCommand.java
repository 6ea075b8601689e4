package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.layergraft.experiment.Experiments;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "snapshot", description = "Paint the window as a picture; needs no display.")
final class SnapshotCommand extends Command {

    private static final Pattern SIZE = Pattern.compile("(\\d{2,5})x(\\d{2,5})");

    @Parameters(paramLabel = "FILE", description = "A TorchScript archive.")
    private Path file;

    @Option(names = "--out", paramLabel = "F.png", required = true, description = "Where the picture goes.")
    private Path out;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "1440x900",
            description = "Pixels (default ${DEFAULT-VALUE}).")
    private String size;

    @Option(names = "--dark", description = "The dark theme.")
    private boolean dark;

    @Option(names = "--lang", paramLabel = "en|zh", defaultValue = "en", description = "Language of the window.")
    private String language;

    @Override
    public Integer call() throws LayergraftException {
        OutFile.check(out);
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw LayergraftException.input("cli", "snapshot.format", out);
        }
        Matcher pixels = SIZE.matcher(size);
        if (!pixels.matches()) {
            throw LayergraftException.input("cli", "snapshot.size", size);
        }
        Locale locale =
                switch (language) {
                    case "en" -> Locale.ENGLISH;
                    case "zh" -> Locale.SIMPLIFIED_CHINESE;
                    default -> throw LayergraftException.input("cli", "snapshot.language", language);
                };
        window().paint(new Window.Picture(
                Experiments.open(file),
                Optional.empty(),
                out,
                Integer.parseInt(pixels.group(1)),
                Integer.parseInt(pixels.group(2)),
                dark,
                locale));
        console().say(out.toString());
        return ExitCode.TRAINS;
    }
}
