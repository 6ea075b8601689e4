package org.layergraft.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.layergraft.text.LayergraftException;

/** The numbers behind {@code CONSTANTS.c0} in code: tracing turns {@code 0.0 * x} into a product with a constant scalar tensor. */
final class ConstantNumbers {

    private final ScriptModel model;
    private Optional<List<Value>> table = Optional.empty();

    ConstantNumbers(ScriptModel model) {
        this.model = model;
    }

    /** As text; empty for what is no scalar, or cannot be read. */
    Optional<String> of(String name) {
        if (!name.matches("c\\d{1,6}")) {
            return Optional.empty();
        }
        try {
            if (table.isEmpty()) {
                table = Optional.of(ScriptConstants.read(model));
            }
            int index = Integer.parseInt(name.substring(1));
            return index < table.get().size() && table.get().get(index) instanceof Value.Tensor tensor
                    ? scalar(tensor)
                    : Optional.empty();
        } catch (LayergraftException _) {
            // Only a number is missing then; whoever loads the model is told.
            table = Optional.of(List.of());
            return Optional.empty();
        }
    }

    private Optional<String> scalar(Value.Tensor tensor) throws LayergraftException {
        var content = model.others().get(ScriptConstants.STORAGES + tensor.storage());
        if (content == null || tensor.shape().rank() != 0 || tensor.storageElements() != 1 || tensor.offset() != 0) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.wrap(ScriptEntries.bytes(content)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < tensor.dtype().bytes()) {
            return Optional.empty();
        }
        return switch (tensor.dtype()) {
            case FLOAT64 -> Optional.of(String.valueOf(bytes.getDouble()));
            case FLOAT32 -> Optional.of(String.valueOf(bytes.getFloat()));
            case INT64 -> Optional.of(String.valueOf(bytes.getLong()));
            case INT32 -> Optional.of(String.valueOf(bytes.getInt()));
            default -> Optional.empty();
        };
    }
}
