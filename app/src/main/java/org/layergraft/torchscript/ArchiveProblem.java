package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;

/** The sentences about archives: what is wrong with the file, and what to do about it. */
final class ArchiveProblem {

    private static final String AREA = "torchscript";

    private ArchiveProblem() {}

    static LayergraftException of(String key, Object... arguments) {
        return LayergraftException.input(AREA, key, arguments);
    }

    static LayergraftException because(Throwable cause, String key, Object... arguments) {
        return new LayergraftException(Fault.INPUT, Problem.of(AREA, key, arguments), cause);
    }

    /** @param entry the name inside the zip, or "" for the zip's directory */
    static LayergraftException damaged(Path file, String entry) {
        return entry.isEmpty()
                ? of("archive.damagedZip", file.getFileName())
                : of("archive.damagedEntry", file.getFileName(), entry);
    }

    static LayergraftException damagedPickle(String file, String entry, long position, Throwable cause) {
        return because(cause, "archive.damagedPickle", file, entry, position);
    }

    /** A file that is to be read could not be. */
    static LayergraftException unreadable(Path file, IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> because(cause, "archive.missing", file);
            case AccessDeniedException _ -> because(cause, "archive.denied", file);
            default -> because(cause, "archive.unreadable", file, reason(cause));
        };
    }

    /** A file that is to be written could not be. */
    static LayergraftException unwritable(Path target, IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> because(cause, "save.noFolder", target, target.getParent());
            case AccessDeniedException _ -> because(cause, "save.denied", target, target.getParent());
            case ClosedByInterruptException _ -> stopped(target, cause);
            default -> because(cause, "save.failed", target, reason(cause));
        };
    }

    static LayergraftException stopped(Path file, IOException cause) {
        return new LayergraftException(Fault.CANCELLED, Problem.of(AREA, "archive.stopped", file), cause);
    }

    /** What the operating system says, without the path that the sentence names already. */
    private static String reason(IOException cause) {
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
