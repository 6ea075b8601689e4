package org.layergraft.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepMessage;
import org.layergraft.text.LayergraftException;

/**
 * One running child and its two pipes. Closing its standard input, which happens by itself when this JVM dies, ends it. Set the
 * environment variable {@code LAYERGRAFT_LOG} to a file to keep every line of the protocol.
 */
final class ChildProcess implements AutoCloseable {

    private final JsonMapper mapper = StepJson.mapper();
    private final Process process;
    private final OutputStream requests;
    private final Tail errors = new Tail();
    private final Consumer<ChildEvent> listener;
    private volatile long lastHeard = System.nanoTime();

    private ChildProcess(Process process, Consumer<ChildEvent> listener) {
        this.process = process;
        this.requests = process.getOutputStream();
        this.listener = listener;
    }

    /** @param listener told on a background thread; the last thing it hears is {@link ChildEvent.Ended} */
    static ChildProcess start(List<String> command, Map<String, String> environment, Consumer<ChildEvent> listener)
            throws LayergraftException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            ChildProcess child = new ChildProcess(builder.start(), listener);
            Thread stderr = child.daemon("errors", child::readErrors);
            child.daemon("answers", () -> child.readAnswers(stderr));
            return child;
        } catch (IOException refused) {
            throw LayergraftException.engine("process", "child.start", command.getFirst(), refused.getMessage());
        }
    }

    void send(StepMessage message) {
        try {
            String line = mapper.writeValueAsString(message);
            log("> " + line);
            synchronized (requests) {
                requests.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                requests.flush();
            }
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        } catch (IOException _) {
            // It has gone; the listener hears of it.
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    Tail errors() {
        return errors;
    }

    /** Seconds since its last line of any kind, heartbeats included. */
    double silentSeconds() {
        return (System.nanoTime() - lastHeard) / 1e9;
    }

    /** Kills it and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            requests.close();
        } catch (IOException _) {
            // It is gone already.
        }
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAnswers(Thread stderr) {
        try (BufferedReader lines = reader(process.getInputStream())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastHeard = System.nanoTime();
                answer(line);
            }
        } catch (IOException _) {
            // The pipe broke: the process is ending.
        }
        try {
            int exitCode = process.waitFor();
            stderr.join(1000);
            listener.accept(new ChildEvent.Ended(exitCode));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(String line) {
        log("< " + line);
        if (!line.startsWith("{")) {
            errors.add(line);
            return;
        }
        try {
            StepMessage message = mapper.readValue(line, StepMessage.class);
            if (message instanceof StepMessage.Hello hello && hello.version() != StepMessage.VERSION) {
                errors.add("protocol version " + hello.version() + ", wanted " + StepMessage.VERSION);
                process.destroyForcibly();
            } else if (!(message instanceof StepMessage.Beat)) {
                listener.accept(new ChildEvent.Said(message));
            }
        } catch (JsonProcessingException torn) {
            errors.add(line);
        }
    }

    private void readErrors() {
        try (BufferedReader lines = reader(process.getErrorStream())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log("! " + line);
                errors.add(line);
            }
        } catch (IOException _) {
            // The pipe broke: the process is ending.
        }
    }

    private void log(String line) {
        String file = System.getenv("LAYERGRAFT_LOG");
        if (file == null || file.isBlank()) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    pid() + " " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        } catch (IOException _) {
            // A log that cannot be written must not stop the work it tells of.
        }
    }

    private static BufferedReader reader(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private Thread daemon(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name("child " + pid() + " " + name).start(work);
    }
}
