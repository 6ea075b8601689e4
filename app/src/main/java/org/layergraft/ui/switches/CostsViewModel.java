package org.layergraft.ui.switches;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.text.Problem;

/** What switches were measured to cost. A result stays until the model changes. */
public final class CostsViewModel {

    /** A switch whose cost can be measured: everything else as it is, with it and without. */
    public enum Subject {
        FIND_UNUSED("find_unused_parameters") {
            @Override
            public Switches without(Switches now) {
                return now.withFindUnusedParameters(false);
            }

            @Override
            public Switches with(Switches now) {
                return now.withFindUnusedParameters(true);
            }
        },
        STATIC_GRAPH("static_graph") {
            @Override
            public Switches without(Switches now) {
                return now.withStaticGraph(false);
            }

            @Override
            public Switches with(Switches now) {
                return now.withStaticGraph(true);
            }
        },
        CHECKPOINT("torch.utils.checkpoint") {
            @Override
            public Switches without(Switches now) {
                return now.withCheckpoint(now.checkpoint().with(Mode.OFF));
            }
        },
        BUCKET_CAP("bucket_cap_mb") {
            @Override
            public Switches without(Switches now) {
                return now.withOptions(now.options().withBucketCapMb(DdpOptions.DEFAULT.bucketCapMb()));
            }
        },
        BUCKET_VIEW("gradient_as_bucket_view") {
            @Override
            public Switches without(Switches now) {
                return now.withOptions(now.options().withGradientAsBucketView(false));
            }

            @Override
            public Switches with(Switches now) {
                return now.withOptions(now.options().withGradientAsBucketView(true));
            }
        },
        BROADCAST("broadcast_buffers") {
            @Override
            public Switches without(Switches now) {
                return now.withOptions(now.options().withBroadcastBuffers(false));
            }

            @Override
            public Switches with(Switches now) {
                return now.withOptions(now.options().withBroadcastBuffers(true));
            }
        },
        ACCUMULATE("no_sync") {
            @Override
            public Switches without(Switches now) {
                return now.withOptions(now.options().withAccumulate(DdpOptions.DEFAULT.accumulate()));
            }
        },
        BF16("torch.autocast(bfloat16)") {
            @Override
            public Switches without(Switches now) {
                return now.withOptions(now.options().withBf16(false));
            }

            @Override
            public Switches with(Switches now) {
                return now.withOptions(now.options().withBf16(true));
            }
        };

        private final String torchName;

        Subject(String torchName) {
            this.torchName = torchName;
        }

        /** As PyTorch calls it. */
        public String torchName() {
            return torchName;
        }

        public abstract Switches without(Switches now);

        /** What is more than on or off is measured as it is set. */
        public Switches with(Switches now) {
            return now;
        }

        /** Is there anything to compare? */
        public boolean differs(Switches now) {
            return !with(now).equals(without(now));
        }
    }

    private final ObservableMap<Subject, Problem> results = FXCollections.observableHashMap();
    private final ReadOnlyObjectWrapper<Optional<Subject>> measuring = new ReadOnlyObjectWrapper<>(Optional.empty());

    public void begin(Subject subject) {
        results.remove(subject);
        measuring.set(Optional.of(subject));
    }

    public void found(Subject subject, Problem sentence) {
        end();
        results.put(subject, sentence);
    }

    /** It came to nothing. */
    public void end() {
        measuring.set(Optional.empty());
    }

    /** The model is another one. */
    public void forget() {
        results.clear();
    }

    public ObservableMap<Subject, Problem> results() {
        return results;
    }

    public ReadOnlyObjectProperty<Optional<Subject>> measuringProperty() {
        return measuring.getReadOnlyProperty();
    }
}
