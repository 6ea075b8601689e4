package org.layergraft.step.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.layergraft.model.DType;
import org.layergraft.step.Device;
import org.layergraft.step.HostTensor;
import org.layergraft.step.InputTree;
import org.layergraft.text.LayergraftException;

/** Our words for devices and element types, and DJL's. */
final class DjlTypes {

    private DjlTypes() {}

    static ai.djl.Device device(Device device) {
        return switch (device.kind()) {
            case CPU -> ai.djl.Device.cpu();
            case CUDA -> ai.djl.Device.gpu(device.index());
        };
    }

    static DType dtype(DataType type) {
        return switch (type) {
            case FLOAT32 -> DType.FLOAT32;
            case FLOAT64 -> DType.FLOAT64;
            case FLOAT16 -> DType.FLOAT16;
            case UINT8 -> DType.UINT8;
            case INT8 -> DType.INT8;
            case INT16 -> DType.INT16;
            case INT32 -> DType.INT32;
            case INT64 -> DType.INT64;
            case BOOLEAN -> DType.BOOL;
            case COMPLEX64 -> DType.COMPLEX64;
            case UINT16 -> DType.UINT16;
            case UINT32 -> DType.UINT32;
            case UINT64 -> DType.UINT64;
            // DJL's native code has no word for the rest and says "unknown"; among parameters that is bfloat16.
            case BFLOAT16, UNKNOWN, STRING -> DType.BFLOAT16;
        };
    }

    /** @param place of the argument, from 1 */
    static IValue argument(PtNDManager manager, InputTree<HostTensor> tree, int place) throws LayergraftException {
        return switch (tree) {
            case InputTree.Leaf<HostTensor>(HostTensor host) -> IValue.from(tensor(manager, host, place));
            case InputTree.Items<HostTensor>(List<InputTree<HostTensor>> items) -> {
                var values = new ArrayList<IValue>();
                for (var item : items) {
                    values.add(argument(manager, item, place));
                }
                yield IValue.listFrom(values.toArray(IValue[]::new));
            }
            case InputTree.Entries<HostTensor>(SequencedMap<String, InputTree<HostTensor>> entries) -> {
                var values = new LinkedHashMap<String, IValue>();
                for (var entry : entries.entrySet()) {
                    values.put(entry.getKey(), argument(manager, entry.getValue(), place));
                }
                yield IValue.stringIValueMapFrom(values);
            }
        };
    }

    /** The tensor uses the host's memory on the CPU and copies it to a GPU. */
    static PtNDArray tensor(PtNDManager manager, HostTensor host, int place) throws LayergraftException {
        DataType type =
                switch (host.dtype()) {
                    case FLOAT32 -> DataType.FLOAT32;
                    case FLOAT64 -> DataType.FLOAT64;
                    case FLOAT16 -> DataType.FLOAT16;
                    case UINT8 -> DataType.UINT8;
                    case INT8 -> DataType.INT8;
                    case INT32 -> DataType.INT32;
                    case INT64 -> DataType.INT64;
                    case BOOL -> DataType.BOOLEAN;
                    case COMPLEX64 -> DataType.COMPLEX64;
                    case UINT16,
                            UINT32,
                            UINT64,
                            FLOAT8_E4M3FN,
                            FLOAT8_E5M2,
                            FLOAT8_E4M3FNUZ,
                            FLOAT8_E5M2FNUZ,
                            FLOAT8_E8M0FNU ->
                        throw new IllegalArgumentException(host.dtype().torchName());
                    // DJL's native code aborts the process on these; see GetScalarTypeFromDType in djl_pytorch_utils.h.
                    case BFLOAT16, INT16, COMPLEX128 ->
                        throw LayergraftException.input(
                                "step.djl", "input.type", place, host.dtype().torchName());
                };
        long[] sizes = host.shape().sizes().stream().mapToLong(Long::longValue).toArray();
        return JniUtils.createNdFromByteBuffer(
                manager, host.data(), new Shape(sizes), type, SparseFormat.DENSE, manager.getDevice());
    }
}
