package org.layergraft.step.ddp;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.layergraft.step.RankReport;

/**
 * Short texts that are equal on two ranks when the tensors are equal bit for bit: {@code none} without a gradient, {@code zero} when
 * every element is 0, else 64 bits of checksum (CRC32C and CRC32) in hexadecimal.
 */
final class Fingerprints {

    private static final long CHUNK = 1 << 30;

    private Fingerprints() {}

    /** After an optimizer step: the gradients it used and the values it left. */
    static RankReport.Sums of(int iteration, LoadedModel model) {
        Map<String, String> gradients = new LinkedHashMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (Named parameter : model.trainable()) {
            Tensor gradient = parameter.tensor().grad();
            gradients.put(parameter.name(), gradient.defined() ? of(gradient) : "none");
            values.put(parameter.name(), of(parameter.tensor()));
        }
        return new RankReport.Sums(iteration, gradients, values);
    }

    private static String of(Tensor tensor) {
        Tensor plain = tensor.detach();
        if (plain.is_sparse()) {
            plain = plain.to_dense();
        }
        plain = plain.cpu().contiguous();
        long bytes = plain.nbytes();
        if (bytes == 0 || plain.count_nonzero().item_long() == 0) {
            return "zero";
        }
        Checksum castagnoli = new CRC32C();
        Checksum ethernet = new CRC32();
        BytePointer data = new BytePointer(plain.data_ptr());
        for (long at = 0; at < bytes; at += CHUNK) {
            ByteBuffer chunk =
                    data.position(at).capacity(Math.min(at + CHUNK, bytes)).asByteBuffer();
            castagnoli.update(chunk.duplicate());
            ethernet.update(chunk);
        }
        return String.format("%08x%08x", castagnoli.getValue(), ethernet.getValue());
    }
}
