package org.layergraft.ui.report;

import java.lang.management.ManagementFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.report.UsedVersions;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;
import org.layergraft.ui.common.Notice;

/** An error as it can be sent to somebody: with what it happened, what was told, and what is behind it. In English, whatever the window speaks. */
public final class Report {

    private Report() {}

    /**
     * @param devices what there is to run on
     * @param privacy applied to all of it
     */
    public static String of(Notice notice, Problem devices, Privacy privacy) {
        var texts = new Texts(Locale.ENGLISH);
        var lines = List.of(
                "Layergraft " + UsedVersions.own(),
                "Java " + property("java.runtime.version") + " (" + property("java.vendor") + "), JavaFX "
                        + property("javafx.runtime.version"),
                property("os.name") + " " + property("os.version") + " " + property("os.arch") + "; "
                        + texts.get(devices),
                "Running for " + ManagementFactory.getRuntimeMXBean().getUptime() / 1000 + " s",
                "",
                texts.get(notice.text()),
                "",
                notice.details());
        return privacy.knowing(files(notice.text()))
                        .without(String.join("\n", lines))
                        .strip() + "\n";
    }

    /** What the sentence is about, which no text can be searched for: folders may be called anything. */
    private static List<Path> files(Problem told) {
        return told.arguments().stream()
                .flatMap(argument -> file(argument).stream())
                .toList();
    }

    private static Optional<Path> file(String argument) {
        try {
            return Optional.of(Path.of(argument)).filter(Path::isAbsolute);
        } catch (InvalidPathException aNumberOrWords) {
            return Optional.empty();
        }
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }
}
