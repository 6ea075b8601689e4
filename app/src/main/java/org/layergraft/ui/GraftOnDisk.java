package org.layergraft.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

    static GraftOnDisk now(Path file, boolean partly) {
        return new GraftOnDisk(file, Stamp.of(file), partly);
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
