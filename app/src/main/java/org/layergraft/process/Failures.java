package org.layergraft.process;

import org.layergraft.step.StepMessage;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** What children's failures are called. */
final class Failures {

    private Failures() {}

    /** @param printed what the child has printed besides its messages */
    static LayergraftException of(StepMessage.Failed failed, String printed) {
        var fault = failed.inputFault() ? LayergraftException.Fault.INPUT : LayergraftException.Fault.ENGINE;
        return new LayergraftException(fault, new Problem(failed.area(), failed.key(), failed.arguments()))
                .saying(printed);
    }

    static LayergraftException cancelled() {
        return new LayergraftException(LayergraftException.Fault.CANCELLED, Problem.of("process", "cancelled"));
    }

    /** @param stderr the last lines; the last one that says something is quoted */
    static LayergraftException ended(int exitCode, String stderr) {
        String words = stderr.lines().filter(line -> !line.isBlank()).reduce("", (_, later) -> later);
        // 128 + the signal's number, as shells count: 9 is a kill, also the kernel's when memory runs out.
        String key = exitCode == 128 + 9 ? "child.killed" : words.isEmpty() ? "child.ended" : "child.ended-saying";
        return LayergraftException.engine("process", key, exitCode, words).saying(stderr);
    }

    static void checkVersion(StepMessage.Hello hello, ChildProcess child) throws LayergraftException {
        if (hello.version() != StepMessage.VERSION) {
            child.close();
            throw LayergraftException.engine("process", "child.version", hello.version(), StepMessage.VERSION);
        }
    }
}
