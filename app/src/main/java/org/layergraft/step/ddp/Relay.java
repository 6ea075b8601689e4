package org.layergraft.step.ddp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.layergraft.step.ChildChannel;
import org.layergraft.step.Nodes;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepMessage;

/**
 * Carries what the parents of several machines tell each other through the ranks' store. Every machine has a log there, a key per
 * message, which all read from the beginning; its own, too. The connection is the relay's own, for the rank's may wait in a call.
 */
final class Relay {

    private static final long POLL_MILLIS = 40;
    private static final int POLLS_PER_BEAT = 25;

    private final TCPStore store;
    private final Nodes nodes;
    private final ChildChannel channel;
    private final JsonMapper mapper = StepJson.mapper();
    private final int[] read;
    private final String[] beats;
    private int written;

    private Relay(TCPStore store, Nodes nodes, ChildChannel channel) {
        this.store = store;
        this.nodes = nodes;
        this.channel = channel;
        this.read = new int[nodes.count()];
        this.beats = new String[nodes.count()];
    }

    /** Runs on a thread of its own until the process ends. */
    static void start(TCPStore store, Nodes nodes, ChildChannel channel) {
        Relay relay = new Relay(store, nodes, channel);
        Thread.ofPlatform().daemon().name("relay").start(relay::run);
    }

    private void run() {
        try {
            for (int polls = 0; ; polls++) {
                try (PointerScope _ = new PointerScope()) {
                    tell();
                    boolean beat = polls % POLLS_PER_BEAT == 0;
                    if (beat) {
                        store.set(beatOf(nodes.rank()), String.valueOf(polls));
                    }
                    for (int node = 0; node < nodes.count(); node++) {
                        hear(node, beat);
                    }
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (JsonProcessingException | RuntimeException lost) {
            channel.send(new StepMessage.Cut(TorchMessage.of(lost).text()));
        }
    }

    private void tell() throws JsonProcessingException {
        for (StepMessage next = channel.told().poll();
                next != null;
                next = channel.told().poll()) {
            store.set(keyOf(nodes.rank(), written), mapper.writeValueAsString(next));
            written++;
        }
    }

    private void hear(int node, boolean beat) throws JsonProcessingException {
        while (isThere(keyOf(node, read[node]))) {
            String text = store.get_to_str(keyOf(node, read[node]));
            read[node]++;
            channel.send(new StepMessage.Heard(node, mapper.readValue(text, StepMessage.class)));
        }
        if (beat && isThere(beatOf(node))) {
            String now = store.get_to_str(beatOf(node));
            if (!now.equals(beats[node])) {
                beats[node] = now;
                channel.send(new StepMessage.Heard(node, new StepMessage.Beat()));
            }
        }
    }

    private boolean isThere(String key) {
        return store.check(new StringVector(key));
    }

    private static String keyOf(int node, int number) {
        return "layergraft/node" + node + "/" + number;
    }

    private static String beatOf(int node) {
        return "layergraft/node" + node + "/beat";
    }
}
