package org.layergraft.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * The archive of loaded classes with which the launcher starts faster. It is made after a window is closed, when nobody waits and
 * nothing is measured, by a process of its own with the least priority.
 */
final class StartArchive {

    /** What the launcher says when it found no archive. */
    private static final String PROPERTY = "layergraft.archive";

    private StartArchive() {}

    static void makeIfWanted() {
        if (System.getProperty(PROPERTY, "").equals("wanted")) {
            Home.folder().ifPresent(home -> make(home.resolve("bin").resolve("layergraft")));
        }
    }

    private static void make(Path launcher) {
        try {
            // Outlives this process and its terminal.
            new ProcessBuilder("nohup", "nice", "-n", "19", launcher.toString(), "--archive")
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // Then it starts as fast as before.
            System.getLogger(StartArchive.class.getName()).log(System.Logger.Level.DEBUG, "no archive", e);
        }
    }
}
