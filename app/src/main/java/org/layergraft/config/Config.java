package org.layergraft.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.layergraft.text.LayergraftException;

/**
 * A config with everything it inherits, merged as MMEngine merges it.
 *
 * @param files of the chain, each once: bases before what inherits them, the file that was opened last
 * @param values what the training program will see
 * @param refusals what MMEngine refuses to merge; with any of them the training program stops when it loads the config
 * @param notes what was not followed, and what else the reader should know
 */
public record Config(List<ConfigFile> files, ConfigValue.Dict values, List<Refusal> refusals, List<Note> notes) {

    public Config {
        files = List.copyOf(files);
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }

    /** The file that was opened. */
    public ConfigFile top() {
        return files.getLast();
    }

    public Optional<Entry> at(String dotted) {
        return values.at(dotted);
    }

    /** Whether all files still are as they were read. Reads them: call it in the background. */
    public boolean isCurrent() {
        return files.stream().allMatch(f -> {
            try {
                return ConfigFiles.onDisk()
                        .read(f.path())
                        .filter(now -> Arrays.equals(now, f.source().bytes()))
                        .isPresent();
            } catch (LayergraftException unreadable) {
                return false;
            }
        });
    }

    public Optional<ConfigFile> file(Path path) {
        return files.stream().filter(f -> f.path().equals(path)).findFirst();
    }
}
