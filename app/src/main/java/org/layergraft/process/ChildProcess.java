package org.layergraft.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepMessage;

/**
 * The parent's end of one child: sends requests, hands on what the child says, keeps the end of its standard error and notes
 * when it was last heard. Its standard input is never closed while it lives; only the parent's own death does that.
 */
final class ChildProcess implements AutoCloseable {

    private static final int KEPT_LINES = 40;
    /** How every message starts; native code may have printed something before it on the same line. */
    private static final String MESSAGE = "{\"type\":";

    private final String name;
    private final Process process;
    private final ProtocolLog log;
    private final JsonMapper mapper = StepJson.mapper();
    private final OutputStream requests;
    private final Consumer<ChildEvent> listener;
    private final Deque<String> stderr = new ArrayDeque<>();
    private final Thread stderrReader;
    private volatile long lastHeard = System.nanoTime();

    /** @param listener told on a thread of the child's own, in order; {@link ChildEvent.Ended} comes last */
    ChildProcess(String name, ProcessBuilder command, ProtocolLog log, Consumer<ChildEvent> listener)
            throws IOException {
        this.name = name;
        this.log = log;
        this.listener = listener;
        this.process = command.start();
        this.requests = process.getOutputStream();
        this.stderrReader = Thread.ofPlatform().daemon().name(name + "-stderr").start(this::readErrors);
        Thread.ofPlatform().daemon().name(name + "-stdout").start(this::readMessages);
    }

    /** A child that is already gone takes it silently: its end is told to the listener. */
    void send(StepMessage message) {
        try {
            String line = mapper.writeValueAsString(message);
            log.line(name, '>', line);
            synchronized (requests) {
                requests.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                requests.flush();
            }
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("cannot be written as JSON: " + message, bug);
        } catch (IOException _) {
            // The reader of its output finds the end and tells it.
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Seconds since it last said anything, heartbeats included. */
    double silence() {
        return (System.nanoTime() - lastHeard) / 1e9;
    }

    /** What it printed so far belongs to work that is done. */
    void forgetWords() {
        synchronized (stderr) {
            stderr.clear();
        }
    }

    /** The end of what it printed besides messages. */
    String lastWords() {
        synchronized (stderr) {
            return String.join("\n", stderr);
        }
    }

    /** At once, whatever it is doing. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void readMessages() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastHeard = System.nanoTime();
                accept(line);
            }
        } catch (IOException _) {
            // Killed while we read.
        }
        try {
            int code = process.waitFor();
            stderrReader.join(500);
            listener.accept(new ChildEvent.Ended(code, lastWords()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(String line) {
        int start = line.indexOf(MESSAGE);
        if (start != 0) {
            keep(start < 0 ? line : line.substring(0, start));
        }
        if (start < 0) {
            return;
        }
        try {
            StepMessage message = mapper.readValue(line.substring(start), StepMessage.class);
            if (!(message instanceof StepMessage.Beat)) {
                log.line(name, '<', line.substring(start));
                listener.accept(new ChildEvent.Said(message));
            }
        } catch (JsonProcessingException notOurs) {
            keep(line);
        }
    }

    private void readErrors() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
            }
        } catch (IOException _) {
            // Killed while we read.
        }
    }

    private void keep(String line) {
        log.line(name, '!', line);
        synchronized (stderr) {
            stderr.addLast(line);
            if (stderr.size() > KEPT_LINES) {
                stderr.removeFirst();
            }
        }
    }
}
