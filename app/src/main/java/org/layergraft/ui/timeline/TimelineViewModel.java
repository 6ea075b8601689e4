package org.layergraft.ui.timeline;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.layergraft.step.RankReport;
import org.layergraft.step.Timeline;

/** The timelines of the run that is shown. */
public final class TimelineViewModel {

    /** Ranks of one machine start their iterations within this; clocks that differ by more are not the same clock. */
    private static final long ONE_CLOCK_NANOS = 600_000_000_000L;

    /**
     * @param lanes of the ranks that have a timeline
     * @param ranks of the run, those without included; 0 while nothing was run
     * @param sameClock whether the lanes are placed by the machine's clock; else each begins at 0
     */
    record Shown(List<Lane> lanes, int ranks, boolean sameClock) {
        static final Shown NOTHING = new Shown(List.of(), 0, true);
    }

    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(Shown.NOTHING);
    private final BooleanProperty stale = new SimpleBooleanProperty();

    public void show(List<RankReport> ranks) {
        List<RankReport> timed =
                ranks.stream().filter(rank -> rank.timeline().isPresent()).toList();
        List<Timeline> times =
                timed.stream().map(rank -> rank.timeline().orElseThrow()).toList();
        long first = times.stream().mapToLong(Timeline::origin).min().orElse(0);
        boolean sameClock = times.stream().allMatch(time -> time.origin() - first < ONE_CLOCK_NANOS);
        shown.set(new Shown(
                timed.stream()
                        .map(rank -> lane(
                                rank,
                                sameClock
                                        ? first
                                        : rank.timeline().orElseThrow().origin()))
                        .toList(),
                ranks.size(),
                sameClock));
    }

    private static Lane lane(RankReport rank, long zero) {
        Timeline times = rank.timeline().orElseThrow();
        return new Lane(rank.rank(), times, (times.origin() - zero) / 1000.0);
    }

    ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Model or switches have changed since the run. */
    public BooleanProperty staleProperty() {
        return stale;
    }
}
