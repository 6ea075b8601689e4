package org.layergraft.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.OpenedModel.Stamp;

/**
 * An experiment file as a window knows it.
 *
 * @param stamp when the window read or wrote it last
 * @param partly something in it could not be read, so that the window does not have it
 */
record GraftOnDisk(Path file, Optional<Stamp> stamp, boolean partly) {

    /** What saving would take from a file. */
    enum Loss {
        /** Another window or program wrote it meanwhile. */
        CHANGED("question.saving.changed"),
        /** What could not be read of it. */
        PARTLY("question.saving.partly"),
        /** All of a file that nobody named: its ending was left out. */
        TAKEN("question.saving.taken");

        private final String question;

        Loss(String question) {
            this.question = question;
        }

        /** Key of what is asked then, about the file's name. */
        String question() {
            return question;
        }
    }

    /** Of a window that has just written all of it. */
    static GraftOnDisk written(Path file) {
        return new GraftOnDisk(file, Stamp.of(file), false);
    }

    /** Of a window that has what another one had of it. Reads the file: call it in the background. */
    static GraftOnDisk found(Path file) {
        var stamp = Stamp.of(file);
        try {
            return new GraftOnDisk(
                    file, stamp, !ExperimentFile.read(file).notes().isEmpty());
        } catch (LayergraftException unreadable) {
            return new GraftOnDisk(file, stamp, true);
        }
    }

    /**
     * @param known the file of the window, if it has one
     * @param named as the person named it
     * @param target the same with its ending
     */
    static Optional<Loss> ofSaving(Optional<GraftOnDisk> known, Path named, Path target) {
        if (Files.notExists(target)) {
            return Optional.empty();
        }
        Optional<GraftOnDisk> own = known.filter(k -> k.file()
                .toAbsolutePath()
                .normalize()
                .equals(target.toAbsolutePath().normalize()));
        if (own.isPresent()) {
            return !Stamp.of(target).equals(own.get().stamp())
                    ? Optional.of(Loss.CHANGED)
                    : own.filter(GraftOnDisk::partly).map(_ -> Loss.PARTLY);
        }
        return named.equals(target) ? Optional.empty() : Optional.of(Loss.TAKEN);
    }
}
