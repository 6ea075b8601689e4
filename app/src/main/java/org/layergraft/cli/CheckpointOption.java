package org.layergraft.cli;

import java.util.List;
import java.util.stream.Stream;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.text.LayergraftException;

/** Reads {@code --checkpoint reentrant:encoder.0,encoder.1}. */
final class CheckpointOption {

    private CheckpointOption() {}

    /** One mode for one run; {@code off} needs no modules. */
    static Checkpoint oneMode(String text) throws LayergraftException {
        int colon = text.indexOf(':');
        String mode = colon < 0 ? text : text.substring(0, colon);
        return switch (mode) {
            case "off" -> new Checkpoint(Checkpoint.Mode.OFF, modules(colon < 0 ? "" : text.substring(colon + 1)));
            case "reentrant" -> new Checkpoint(Checkpoint.Mode.REENTRANT, some(text, colon));
            case "nonreentrant" -> new Checkpoint(Checkpoint.Mode.NONREENTRANT, some(text, colon));
            default -> throw LayergraftException.input("cli", "checkpoint.mode", text);
        };
    }

    /** Modules for which every mode is tried; a mode in front names the modules all the same. */
    static Checkpoint everyMode(String text) throws LayergraftException {
        List<String> modules = modules(text.substring(text.indexOf(':') + 1));
        if (modules.isEmpty()) {
            throw LayergraftException.input("cli", "checkpoint.modules", text);
        }
        return new Checkpoint(Checkpoint.Mode.OFF, modules);
    }

    private static List<String> some(String text, int colon) throws LayergraftException {
        List<String> modules = modules(colon < 0 ? "" : text.substring(colon + 1));
        if (modules.isEmpty()) {
            throw LayergraftException.input("cli", "checkpoint.modules", text);
        }
        return modules;
    }

    private static List<String> modules(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
