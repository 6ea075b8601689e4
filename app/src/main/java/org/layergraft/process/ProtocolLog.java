package org.layergraft.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalTime;
import java.util.Optional;

/**
 * Every line to and from every child, for those who look for a fault: set the system property {@code layergraft.log} or the
 * environment variable {@code LAYERGRAFT_LOG} to a file.
 */
final class ProtocolLog {

    private final Optional<Path> file;

    private ProtocolLog(Optional<Path> file) {
        this.file = file;
    }

    static ProtocolLog configured() {
        return new ProtocolLog(Optional.ofNullable(System.getProperty("layergraft.log"))
                .or(() -> Optional.ofNullable(System.getenv("LAYERGRAFT_LOG")))
                .filter(path -> !path.isBlank())
                .map(Path::of));
    }

    /** @param direction {@code >} to the child, {@code <} from it, {@code !} its other output */
    synchronized void line(String child, char direction, String text) {
        if (file.isEmpty()) {
            return;
        }
        try {
            String line = LocalTime.now() + " " + child + " " + direction + " " + text + System.lineSeparator();
            Files.writeString(file.get(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException _) {
            // A log that cannot be written must not stop the work it is about.
        }
    }
}
