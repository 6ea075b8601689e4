package org.layergraft.ui;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.layergraft.step.Phase;
import org.layergraft.ui.common.Words;

/** Turns what processes report into one number and one sentence. */
final class RunProgress {

    private final Words words;
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper();
    private final ReadOnlyStringWrapper where = new ReadOnlyStringWrapper("");
    private final Map<Integer, Double> done = new HashMap<>();
    private int ranks = 1;
    private int steps = 1;
    private int checks = 1;
    private int check;
    private String kind = "run.check";

    RunProgress(Words words) {
        this.words = words;
    }

    /**
     * @param ofChecks how many runs there will be, one after the other
     * @param ofKind the key of what these runs are called
     */
    void begin(int ofRanks, int ofSteps, int ofChecks, String ofKind) {
        kind = ofKind;
        ranks = ofRanks;
        steps = ofSteps;
        checks = ofChecks;
        check = 0;
        done.clear();
        fraction.set(-1);
        where.set(words.get("run.starting"));
    }

    /** One of the runs is over. */
    void nextCheck() {
        check++;
        done.clear();
        fraction.set((double) check / checks);
    }

    void at(int rank, int iteration, Phase phase) {
        double phases = Phase.values().length;
        done.put(rank, (Math.max(0, iteration - 1) + phase.ordinal() / phases) / steps);
        long expected = ranks + (done.containsKey(-1) ? 1 : 0);
        double ofCheck = done.values().stream().mapToDouble(d -> d).sum() / Math.max(1, expected);
        fraction.set(Math.min(1, (check + Math.min(1, ofCheck)) / checks));
        String sentence = words.get(
                place(rank < 0, phase == Phase.CONSTRUCT),
                rank,
                iteration,
                steps,
                words.get("phase." + phase.name().toLowerCase(Locale.ROOT)));
        where.set(checks == 1 ? sentence : words.get(kind, check + 1, checks, sentence));
    }

    void stopping() {
        where.set(words.get("run.stopping"));
    }

    void end() {
        fraction.set(0);
        where.set("");
    }

    ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    ReadOnlyStringProperty whereProperty() {
        return where.getReadOnlyProperty();
    }

    /** A set-up belongs to no step. */
    private static String place(boolean single, boolean construct) {
        if (construct) {
            return single ? "run.at.single.construct" : "run.at.rank.construct";
        }
        return single ? "run.at.single" : "run.at.rank";
    }
}
