package org.layergraft.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A child's end of the protocol. While it is open, standard output belongs to the protocol ({@code System.out} prints to standard
 * error instead), a heartbeat tells the parent that this process lives, also while native code runs, and the end of standard input,
 * which means that the parent is gone, ends this process at once.
 */
public final class ChildChannel {

    private static final long BEAT_MILLIS = 1000;

    private final JsonMapper mapper = StepJson.mapper();
    private final BlockingQueue<StepMessage> requests = new LinkedBlockingQueue<>();
    private final OutputStream out;
    private final BlockingQueue<StepMessage> told = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;

    private ChildChannel(OutputStream out) {
        this.out = out;
    }

    /** Takes over standard input and output and says hello. Call it once, first thing in {@code main}. */
    public static ChildChannel open(String engine) {
        System.setOut(System.err);
        ChildChannel channel = new ChildChannel(new FileOutputStream(FileDescriptor.out));
        channel.send(new StepMessage.Hello(
                StepMessage.VERSION, engine, ProcessHandle.current().pid()));
        daemon("requests", channel::read);
        daemon("heartbeat", channel::beat);
        return channel;
    }

    /** Waits for the next request. */
    public StepMessage next() throws InterruptedException {
        return requests.take();
    }

    /** What the parent wants told to other machines, in its order. It arrives here while a request is served, too. */
    public BlockingQueue<StepMessage> told() {
        return told;
    }

    /** Sends one message. Thread-safe. A parent that no longer listens ends this process. */
    public void send(StepMessage message) {
        try {
            byte[] line = (mapper.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (out) {
                // One write per line: a message is never torn by what native code prints.
                out.write(line);
                out.flush();
            }
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("cannot be written as JSON: " + message, bug);
        } catch (IOException noReader) {
            parentGone();
        }
    }

    /** Whether the parent asked to stop what it last asked for. Look between native calls. */
    public boolean cancelled() {
        return cancelled;
    }

    private void read() {
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                accept(line);
            }
        } catch (IOException broken) {
            System.err.println("standard input broke: " + broken);
        }
        parentGone();
    }

    private void accept(String line) {
        try {
            StepMessage message = mapper.readValue(line, StepMessage.class);
            if (message instanceof StepMessage.Cancel) {
                cancelled = true;
            } else if (message instanceof StepMessage.Tell(StepMessage toAll)) {
                told.add(toAll);
            } else {
                // Before it is queued, so that a Cancel right behind it is not forgotten.
                cancelled = false;
                requests.add(message);
            }
        } catch (JsonProcessingException unreadable) {
            send(new StepMessage.Failed(
                    false, "step", "protocol.unreadable", List.of(unreadable.getOriginalMessage())));
        }
    }

    private void beat() {
        try {
            while (true) {
                Thread.sleep(BEAT_MILLIS);
                send(new StepMessage.Beat());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not exit: shutdown hooks and native destructors may wait for the very call that has to end. */
    private static void parentGone() {
        Scratch.ofThisChild().ifPresent(Scratch::delete);
        Runtime.getRuntime().halt(0);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
