package org.layergraft.step.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.layergraft.model.DType;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.step.Device;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * A TorchScript module in libtorch's memory, in training mode. DJL's own {@code Model.load} is not used: it sets requires_grad on every
 * parameter, also on those the archive keeps frozen.
 */
final class LoadedModel implements AutoCloseable {

    /** A parameter and the tensor behind it. */
    record Tensor(Parameter parameter, PtNDArray array) {}

    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final List<Tensor> parameters;

    private LoadedModel(PtNDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
        this.parameters = distinct(manager, module);
    }

    static LoadedModel load(Path file, Device device) throws LayergraftException {
        if (!Files.isRegularFile(file)) {
            throw LayergraftException.input("step.djl", "model.missing", file);
        }
        PtNDManager manager = (PtNDManager) NDManager.newBaseManager(DjlTypes.device(device));
        try {
            String[] noExtraFiles = new String[0];
            PtSymbolBlock module = JniUtils.loadModule(manager, file, true, noExtraFiles, noExtraFiles, true);
            JniUtils.enableTrainingMode(module);
            return new LoadedModel(manager, module);
        } catch (EngineException refused) {
            manager.close();
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT,
                    Problem.of("step.djl", "model.unreadable", file, LibtorchMessage.of(refused)),
                    refused);
        }
    }

    PtNDManager manager() {
        return manager;
    }

    PtSymbolBlock module() {
        return module;
    }

    /** Every parameter once, in the order of {@code named_parameters()}. */
    List<Tensor> parameters() {
        return parameters;
    }

    List<String> methods() {
        return List.of(JniUtils.getMethodNames(module));
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }

    /** libtorch lists a shared tensor under each of its names; PyTorch's named_parameters() and DDP take it once. */
    private static List<Tensor> distinct(PtNDManager manager, PtSymbolBlock module) {
        List<PtNDArray> arrays = new ArrayList<>();
        for (NDArray array : JniUtils.moduleGetParams(module, manager)) {
            arrays.add((PtNDArray) array);
        }
        boolean[] taken = new boolean[arrays.size()];
        List<Tensor> distinct = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i]) {
                PtNDArray array = arrays.get(i);
                distinct.add(new Tensor(described(array, aliases(arrays, i, taken)), array));
            }
        }
        return List.copyOf(distinct);
    }

    /**
     * Names of the same tensor further on. There is no native call that compares identities; but what is set on one name shows on all
     * of them.
     */
    private static List<String> aliases(List<PtNDArray> arrays, int first, boolean[] taken) {
        PtNDArray array = arrays.get(first);
        DataType type = array.getDataType();
        if (!type.isFloating() || type == DataType.COMPLEX64) {
            return List.of();
        }
        boolean trainable = JniUtils.requiresGrad(array);
        List<String> names = new ArrayList<>();
        JniUtils.attachGradient(array, !trainable);
        for (int other = first + 1; other < taken.length; other++) {
            PtNDArray candidate = arrays.get(other);
            if (!taken[other]
                    && candidate.getShape().equals(array.getShape())
                    && candidate.getDataType() == type
                    && sharesFlag(array, candidate, trainable)) {
                taken[other] = true;
                names.add(candidate.getName());
            }
        }
        JniUtils.attachGradient(array, trainable);
        return names;
    }

    /** The flag of {@code array} is flipped now. Flipped back, its aliases follow; a stranger with that flag does not. */
    private static boolean sharesFlag(PtNDArray array, PtNDArray candidate, boolean trainable) {
        if (JniUtils.requiresGrad(candidate) == trainable) {
            return false;
        }
        JniUtils.attachGradient(array, trainable);
        boolean followed = JniUtils.requiresGrad(candidate) == trainable;
        JniUtils.attachGradient(array, !trainable);
        return followed;
    }

    private static Parameter described(PtNDArray array, List<String> aliases) {
        List<Long> sizes = Arrays.stream(array.getShape().getShape()).boxed().toList();
        DType dtype = DjlTypes.dtype(array.getDataType());
        return new Parameter(array.getName(), aliases, new Shape(sizes), dtype, JniUtils.requiresGrad(array));
    }
}
