package org.layergraft.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.layergraft.process.Installation;
import org.layergraft.text.LayergraftException;

/** The versions of everything that took part in a run, or in a prediction. */
public final class UsedVersions {

    /** DJL's glue is named after the libtorch that it is for and DJL itself, JavaCPP's binding after its PyTorch and JavaCPP. */
    private static final Pattern DJL = Pattern.compile("pytorch-jni-(.+?)-(.+?)\\.jar");

    private static final Pattern JAVACPP = Pattern.compile("pytorch-(\\d[^-]*)-(\\d[^-]*)\\.jar");

    private UsedVersions() {}

    /** Layergraft's own, from its jar; classes in a folder have none. */
    public static String own() {
        return Optional.ofNullable(UsedVersions.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    /**
     * A prediction has no PyTorch: a capture names the one that it was made with.
     *
     * @throws LayergraftException ENGINE: where the program is installed cannot be told
     */
    public static List<Report.Fact> of(Subject subject) throws LayergraftException {
        var facts = new ArrayList<Report.Fact>();
        facts.add(new Report.Fact("Layergraft", own()));
        switch (subject) {
            case Subject.Grafted _ -> libraries(facts, Installation.find());
            case Subject.Watched _ -> {
                // Nothing of PyTorch took part.
            }
        }
        facts.addAll(machine());
        return facts;
    }

    private static void libraries(List<Report.Fact> facts, Installation installation) {
        add(facts, installation.libraries("djl"), DJL, "PyTorch (libtorch, one device)", "DJL");
        add(facts, installation.libraries("ddp"), JAVACPP, "PyTorch (libtorch, ranks)", "JavaCPP Presets");
    }

    private static List<Report.Fact> machine() {
        var facts = new ArrayList<Report.Fact>();
        facts.add(new Report.Fact("Java", System.getProperty("java.vm.name") + " " + Runtime.version()));
        facts.add(new Report.Fact(
                System.getProperty("os.name"),
                System.getProperty("os.version") + ", " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " CPU"));
        return facts;
    }

    private static void add(List<Report.Fact> facts, List<String> jars, Pattern name, String torch, String binding) {
        jars.stream().map(name::matcher).filter(Matcher::matches).findFirst().ifPresent(m -> {
            facts.add(new Report.Fact(torch, m.group(1)));
            facts.add(new Report.Fact(binding, m.group(2)));
        });
    }
}
