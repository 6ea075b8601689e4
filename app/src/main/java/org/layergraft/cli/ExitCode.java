package org.layergraft.cli;

import java.util.List;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.step.RankReport;
import org.layergraft.text.LayergraftException;

/** What the process says when it ends; other programs rely on the numbers. */
final class ExitCode {

    static final int TRAINS = 0;
    static final int DOES_NOT_TRAIN = 1;
    static final int BAD_INPUT = 2;
    static final int ENGINE_FAILED = 3;
    /** 128 + SIGINT, as shells have it. */
    static final int STOPPED = 130;

    private ExitCode() {}

    /** A process that died gave no answer to whether the model trains. */
    static int of(RunResult result) {
        boolean died = result.ranks().stream().anyMatch(r -> r.end() instanceof RankReport.End.Died);
        if (died) {
            return ENGINE_FAILED;
        }
        return result.verdict().filter(Verdict::trains).isPresent() ? TRAINS : DOES_NOT_TRAIN;
    }

    /** Of a matrix: 0 when some combination trains. */
    static int of(List<RunResult> results) {
        List<Integer> codes = results.stream().map(ExitCode::of).toList();
        if (codes.contains(TRAINS)) {
            return TRAINS;
        }
        return codes.contains(ENGINE_FAILED) ? ENGINE_FAILED : DOES_NOT_TRAIN;
    }

    static int of(LayergraftException failed) {
        return switch (failed.fault()) {
            case INPUT -> BAD_INPUT;
            case ENGINE -> ENGINE_FAILED;
            case CANCELLED -> STOPPED;
        };
    }
}
