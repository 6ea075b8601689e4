package org.layergraft.report;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.config.Assignment;
import org.layergraft.config.ConfigPatch;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.ConfigValue;
import org.layergraft.config.Finding;
import org.layergraft.config.Patcher;
import org.layergraft.config.Scopes;
import org.layergraft.text.LayergraftException;

/**
 * A change of a config that was tried in memory.
 *
 * @param wanted what it sets and removes
 * @param bases whether files that the config inherits had to be changed
 * @param checkpointsOff whether it gives up checkpointing
 * @param after the config as it then is
 */
record ConfigEdit(
        List<Assignment> wanted, ConfigPatch patch, boolean bases, boolean checkpointsOff, ConfigReport after) {

    /** In the file that is asked about; where no edit of it alone does it, in what it inherits. */
    static ConfigEdit of(ConfigReport report, List<Assignment> wanted, boolean checkpointsOff, Scopes scopes)
            throws LayergraftException {
        Patcher here = Patcher.of(report.config(), scopes);
        ConfigPatch patch;
        boolean bases = false;
        try {
            patch = here.inPlace(wanted);
        } catch (LayergraftException notHere) {
            patch = here.owningBases().inPlace(wanted);
            bases = true;
        }
        return new ConfigEdit(wanted, patch, bases, checkpointsOff, ConfigReport.of(patch.result()));
    }

    /** Why training would still stop. */
    List<Finding> errors() {
        return after.findings().stream()
                .filter(f -> f.severity() == Finding.Severity.ERROR)
                .toList();
    }

    /**
     * The command that makes it.
     *
     * @param file the config, as a shell is to find it
     */
    String command(String file, ConfigReport before, Scopes scopes) {
        var words = new StringBuilder("layergraft config ").append(Repeat.quoted(file));
        List<Assignment> remedies = before.remedies();
        List<Assignment> more =
                wanted.stream().filter(a -> !remedies.contains(a)).toList();
        boolean repair = more.size() < wanted.size();
        words.append(repair ? " --repair" : "");
        Patcher patcher = Patcher.of(before.config(), scopes);
        more.forEach(a -> words(a, patcher).forEach(words::append));
        words.append(bases ? " --edit-bases" : "");
        scopes.folders().forEach(f -> words.append(" --configs ").append(Repeat.quoted(f.toString())));
        return words.append(" --write").toString();
    }

    private static List<String> words(Assignment assignment, Patcher patcher) {
        return switch (assignment) {
            case Assignment.Remove remove ->
                List.of(" --unset " + Repeat.quoted(remove.path().toString()));
            case Assignment.Set set
            when set.value() instanceof ConfigValue.Dict dict -> {
                var all = new ArrayList<String>();
                dict.entries()
                        .values()
                        .forEach(e ->
                                all.addAll(words(new Assignment.Set(set.path().then(e.key()), e.value()), patcher)));
                yield all;
            }
            case Assignment.Set set -> List.of(" --set " + written(set, patcher));
        };
    }

    /** An element of a list can be set in a file, though not by the training command. */
    private static String written(Assignment.Set set, Patcher patcher) {
        try {
            return patcher.options(List.of(set)).replaceFirst("^--cfg-options ", "");
        } catch (LayergraftException element) {
            return Repeat.quoted(set.shown());
        }
    }
}
