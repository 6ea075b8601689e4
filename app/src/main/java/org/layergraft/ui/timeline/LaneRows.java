package org.layergraft.ui.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.layergraft.step.Phase;
import org.layergraft.step.Timeline;

/** Where the things of a lane lie: fixed heights, and exchanges that overlap below one another. */
record LaneRows(Lane lane, List<Item> items, int rows, double top) {

    static final int PHASES = 0;
    static final int READY = 1;
    static final int EXCHANGES = 2;
    static final double GAP = 12;
    private static final double[] HEIGHTS = {16, 9, 11};
    private static final double BETWEEN = 2;

    /** All lanes, one below the other. */
    static List<LaneRows> of(List<Lane> lanes) {
        List<LaneRows> all = new ArrayList<>();
        double top = 0;
        for (Lane lane : lanes) {
            LaneRows rows = of(lane, top);
            all.add(rows);
            top = rows.bottom() + GAP;
        }
        return List.copyOf(all);
    }

    private static LaneRows of(Lane lane, double top) {
        Timeline times = lane.times();
        double offset = lane.offset();
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < times.phases().size(); i++) {
            Timeline.Span span = times.phases().get(i);
            double to = span.to().orElse(times.until());
            items.add(new Item(Item.Kind.PHASE, i, PHASES, offset + span.from(), offset + to));
            boolean lastBackward = span.phase() == Phase.BACKWARD
                    && times.computed()
                            .filter(c -> c.at() >= span.from() && c.at() < to)
                            .isPresent();
            if (lastBackward) {
                items.add(new Item(
                        Item.Kind.REST,
                        i,
                        PHASES,
                        offset + times.computed().get().at(),
                        offset + to));
            }
        }
        for (int i = 0; i < times.ready().size(); i++) {
            double at = offset + times.ready().get(i).at();
            items.add(new Item(Item.Kind.READY, i, READY, at, at));
        }
        List<Item> exchanges = new ArrayList<>();
        for (int i = 0; i < times.buckets().size(); i++) {
            Timeline.Bucket bucket = times.buckets().get(i);
            Optional<Timeline.Moment> launched = bucket.launched();
            if (launched.isPresent()) {
                double to = bucket.finished().map(Timeline.Moment::at).orElse(times.until());
                exchanges.add(new Item(
                        Item.Kind.BUCKET, i, EXCHANGES, offset + launched.get().at(), offset + to));
            }
        }
        for (int i = 0; i < times.others().size(); i++) {
            Timeline.Exchange other = times.others().get(i);
            exchanges.add(new Item(
                    Item.Kind.EXCHANGE,
                    i,
                    EXCHANGES,
                    offset + other.started(),
                    offset + other.finished().orElse(times.until())));
        }
        int rows = stack(exchanges, items);
        return new LaneRows(lane, List.copyOf(items), rows, top);
    }

    /** @return the rows of the lane */
    private static int stack(List<Item> exchanges, List<Item> items) {
        List<Double> ends = new ArrayList<>();
        exchanges.sort(Comparator.comparingDouble(Item::from));
        for (Item item : exchanges) {
            int row = 0;
            while (row < ends.size() && ends.get(row) > item.from()) {
                row++;
            }
            if (row == ends.size()) {
                ends.add(item.to());
            } else {
                ends.set(row, item.to());
            }
            items.add(new Item(item.kind(), item.index(), EXCHANGES + row, item.from(), item.to()));
        }
        return EXCHANGES + Math.max(1, ends.size());
    }

    /** Of a row, below the first lane's upper edge. */
    double y(int row) {
        double y = top;
        for (int above = 0; above < row; above++) {
            y += height(above) + BETWEEN;
        }
        return y;
    }

    static double height(int row) {
        return HEIGHTS[Math.min(row, HEIGHTS.length - 1)];
    }

    double bottom() {
        return y(rows - 1) + height(rows - 1);
    }

    /** In the order in which they begin, for those who step through them. */
    List<Item> inTime() {
        return items.stream()
                .sorted(Comparator.comparingDouble(Item::from)
                        .thenComparing(Item::row)
                        .thenComparing(Item::kind))
                .toList();
    }
}
