package org.layergraft.step.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.List;
import org.layergraft.model.Parameter;
import org.layergraft.step.ChildChannel;
import org.layergraft.step.Device;
import org.layergraft.step.ModelDescription;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** The engine process: libtorch through DJL. Serves requests one after another until its standard input ends. */
public final class EngineMain {

    private static final String AREA = "step.djl";

    private final ChildChannel channel;
    private final Engine engine;
    private final NativeCalls calls;

    private EngineMain(ChildChannel channel, Engine engine) {
        this.channel = channel;
        this.engine = engine;
        this.calls = new NativeCalls();
    }

    public static void main(String[] arguments) throws InterruptedException {
        // Without these DJL reports its use to its authors, and looks for downloads.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", System.getProperty("ai.djl.offline", "true"));
        ChildChannel channel = ChildChannel.open("djl-pytorch");
        Engine engine = Engine.getEngine("PyTorch");
        // The optimiser fuses a module's backward into one node, and takes three iterations to warm up. It is a setting
        // of this thread.
        JniUtils.setGraphExecutorOptimize(false);
        // DJL starts with autograd off; this is a setting of this thread, too.
        JniUtils.setGradMode(true);
        EngineMain main = new EngineMain(channel, engine);
        while (true) {
            main.serve(channel.next());
        }
    }

    private void serve(StepMessage request) {
        try {
            channel.send(answer(request));
        } catch (LayergraftException expected) {
            Problem problem = expected.problem();
            channel.send(new StepMessage.Failed(
                    expected.fault() == LayergraftException.Fault.INPUT,
                    problem.area(),
                    problem.key(),
                    problem.arguments()));
        } catch (EngineException thrown) {
            refuse("libtorch", LibtorchMessage.of(thrown));
        } catch (RuntimeException | OutOfMemoryError bug) {
            bug.printStackTrace();
            refuse("bug", bug.toString());
        }
    }

    private void refuse(String key, String words) {
        Problem problem = Problem.of(AREA, key, words);
        channel.send(new StepMessage.Failed(false, AREA, key, problem.arguments()));
    }

    private StepMessage answer(StepMessage request) throws LayergraftException {
        return switch (request) {
            case StepMessage.Describe(Path model) -> described(model);
            case StepMessage.FindDevices() -> new StepMessage.FoundDevices(EngineDevices.find(engine));
            case StepMessage.RunSingle(StepPlan plan) -> {
                checkDevice(plan.devices().getFirst());
                yield new StepMessage.SingleDone(new SingleRun(plan, channel, calls).run());
            }
            case StepMessage.Measure(StepPlan plan, String method) -> {
                checkDevice(plan.devices().getFirst());
                yield new StepMessage.Measured(new ShapeRun(plan, method, channel, calls).run());
            }
            default ->
                throw LayergraftException.engine(
                        AREA, "request.unknown", request.getClass().getSimpleName());
        };
    }

    private StepMessage described(Path file) throws LayergraftException {
        try (LoadedModel model = LoadedModel.load(file, Device.CPU)) {
            List<Parameter> parameters = model.parameters().stream()
                    .map(LoadedModel.Tensor::parameter)
                    .toList();
            return new StepMessage.Described(new ModelDescription(parameters, model.methods(), engine.getVersion()));
        }
    }

    private void checkDevice(Device device) throws LayergraftException {
        if (device.kind() == Device.Kind.CUDA && device.index() >= EngineDevices.gpus(engine)) {
            throw LayergraftException.input(AREA, "device.absent", device.torchName(), EngineDevices.gpus(engine));
        }
    }
}
