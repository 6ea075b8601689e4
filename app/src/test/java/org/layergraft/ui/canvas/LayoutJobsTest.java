package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.layergraft.ui.canvas.LayoutJobs.Patience;

class LayoutJobsTest {

    /** Large enough to take longer than no time at all. */
    private static final Drawing LARGE = Drawing.of(Graphs.wide(20, 1_000));

    private static final Patience NONE_FOR_THE_FIRST = new Patience(1, 1, 120_000);

    private BlockingQueue<Runnable> delivered;

    @BeforeEach
    void begin() {
        delivered = new LinkedBlockingQueue<>();
    }

    private record Told(Layout layout, boolean going) {}

    private BlockingQueue<Told> request(LayoutJobs jobs) {
        var told = new LinkedBlockingQueue<Told>();
        jobs.request(
                LARGE, layout -> told.add(new Told(layout, jobs.goingProperty().get())));
        return told;
    }

    /** What would happen on the window's thread. */
    private Told next(BlockingQueue<Told> told) throws Exception {
        while (told.isEmpty()) {
            delivered.poll(2, TimeUnit.MINUTES).run();
        }
        return told.take();
    }

    @Test
    void thePlainLayoutIsThereUntilTheFullOneIs() throws Exception {
        var jobs = new LayoutJobs(delivered::add, NONE_FOR_THE_FIRST);
        var told = request(jobs);
        Told first = next(told);
        assertTrue(first.layout().plain() && first.going());
        Told second = next(told);
        assertTrue(!second.layout().plain() && !second.going());
        assertEquals(second.layout(), next(request(jobs)).layout(), "the full one is remembered");
    }

    @Test
    void whoDoesNotWantToWaitKeepsThePlainOne() throws Exception {
        var jobs = new LayoutJobs(delivered::add, NONE_FOR_THE_FIRST);
        var told = request(jobs);
        next(told);
        jobs.cancel();
        assertTrue(next(told).layout().plain());
        assertFalse(jobs.goingProperty().get());
    }

    @Test
    void whatTakesTooLongIsGivenUp() throws Exception {
        var jobs = new LayoutJobs(delivered::add, new Patience(1, 1, 2));
        var told = request(jobs);
        while (jobs.goingProperty().get()) {
            delivered.poll(2, TimeUnit.MINUTES).run();
        }
        assertTrue(told.stream().allMatch(t -> t.layout().plain()));
    }
}
