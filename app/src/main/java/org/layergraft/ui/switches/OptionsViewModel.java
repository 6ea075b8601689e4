package org.layergraft.ui.switches;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.step.DdpOptions;
import org.layergraft.text.Problem;

/** DDP's other options. */
public final class OptionsViewModel {

    private static final DdpOptions FIRST = DdpOptions.DEFAULT;

    private final StringProperty bucketCap = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<OptionalDouble> bucketCapMb = new ReadOnlyObjectWrapper<>(FIRST.bucketCapMb());
    private final ReadOnlyObjectWrapper<Optional<Problem>> mistake = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final BooleanProperty bucketView = new SimpleBooleanProperty(FIRST.gradientAsBucketView());
    private final BooleanProperty broadcastBuffers = new SimpleBooleanProperty(FIRST.broadcastBuffers());
    private final IntegerProperty accumulate = new SimpleIntegerProperty(FIRST.accumulate());
    private final BooleanProperty bf16 = new SimpleBooleanProperty(FIRST.bf16());
    private final ObjectBinding<DdpOptions> options =
            Bindings.createObjectBinding(this::now, bucketCapMb, bucketView, broadcastBuffers, accumulate, bf16);

    OptionsViewModel() {
        bucketCap.subscribe(this::read);
    }

    private DdpOptions now() {
        return new DdpOptions(
                bucketCapMb.get(), bucketView.get(), broadcastBuffers.get(), accumulate.get(), bf16.get());
    }

    /** What makes no sense leaves the last size that did. */
    private void read(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            bucketCapMb.set(OptionalDouble.empty());
            mistake.set(Optional.empty());
            return;
        }
        double size;
        try {
            size = new BigDecimal(text.replace(',', '.')).doubleValue();
        } catch (NumberFormatException notANumber) {
            size = Double.NaN;
        }
        if (size > 0 && size <= DdpOptions.LARGEST_BUCKET_MB) {
            bucketCapMb.set(OptionalDouble.of(size));
            mistake.set(Optional.empty());
        } else {
            mistake.set(Optional.of(Problem.of("ui", "switches.bucket_cap.mistake", text)));
        }
    }

    void show(DdpOptions wanted) {
        bucketCap.set(
                wanted.bucketCapMb().isPresent()
                        ? BigDecimal.valueOf(wanted.bucketCapMb().getAsDouble())
                                .stripTrailingZeros()
                                .toPlainString()
                        : "");
        bucketView.set(wanted.gradientAsBucketView());
        broadcastBuffers.set(wanted.broadcastBuffers());
        accumulate.set(wanted.accumulate());
        bf16.set(wanted.bf16());
    }

    public ObjectBinding<DdpOptions> optionsProperty() {
        return options;
    }

    /** As typed; empty for DDP's own. */
    public StringProperty bucketCapProperty() {
        return bucketCap;
    }

    public ReadOnlyObjectProperty<Optional<Problem>> mistakeProperty() {
        return mistake.getReadOnlyProperty();
    }

    public BooleanProperty bucketViewProperty() {
        return bucketView;
    }

    public BooleanProperty broadcastBuffersProperty() {
        return broadcastBuffers;
    }

    public IntegerProperty accumulateProperty() {
        return accumulate;
    }

    public BooleanProperty bf16Property() {
        return bf16;
    }
}
