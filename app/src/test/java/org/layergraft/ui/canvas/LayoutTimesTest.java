package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowNode;

class LayoutTimesTest {

    private static Drawing chain(int boxes) {
        var nodes = IntStream.range(0, boxes)
                .mapToObj(i -> Graphs.node("n" + i, FlowNode.Kind.OPERATOR, "n" + i, "", ""))
                .toList();
        var edges = IntStream.range(1, boxes)
                .mapToObj(i -> Graphs.edge("n" + (i - 1), "n" + i))
                .toList();
        return Drawing.of(new Flow(nodes, edges));
    }

    @Test
    void onlyWhatIsAboutAsLargeTells() {
        var times = new LayoutTimes();
        assertEquals(Optional.empty(), times.of(chain(100)), "nothing was laid out yet");
        times.add(chain(100), Duration.ofSeconds(2));
        assertEquals(Optional.of(Duration.ofSeconds(2)), times.of(chain(115)));
        assertEquals(Optional.of(Duration.ofSeconds(2)), times.of(chain(90)));
        assertEquals(Optional.empty(), times.of(chain(125)));
        assertEquals(Optional.empty(), times.of(chain(60)));
        times.add(chain(110), Duration.ofSeconds(3));
        assertEquals(Optional.of(Duration.ofSeconds(3)), times.of(chain(100)), "the last one");
        IntStream.range(0, 40).forEach(_ -> times.add(chain(10), Duration.ofMillis(1)));
        assertEquals(Optional.empty(), times.of(chain(100)), "long ago");
        assertEquals(
                List.of(10, 9),
                List.of(chain(10).items().size(), chain(10).links().size()));
    }
}
