package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;

/** What needs too much is stopped and says so; nothing else is. */
@Timeout(60)
class MemoryGuardTest {

    private static final long GIB = 1L << 30;

    private final AtomicLong needed = new AtomicLong();
    private final MemoryGuard guard = new MemoryGuard(needed::get);

    /** Waits until it is stopped. */
    private static String untilStopped(Cancellation stop, CountDownLatch begun) throws LayergraftException {
        var stopped = new CountDownLatch(1);
        stop.onCancel(stopped::countDown);
        begun.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        throw Failures.cancelled();
    }

    private CompletableFuture<LayergraftException> start(Cancellation cancel) throws Exception {
        var begun = new CountDownLatch(1);
        var ended = CompletableFuture.supplyAsync(
                () -> assertThrows(
                        LayergraftException.class, () -> guard.watch(stop -> untilStopped(stop, begun), cancel)),
                work -> Thread.ofVirtual().start(work));
        begun.await();
        return ended;
    }

    @Test
    void whatNeedsTooMuchIsStoppedAndSaysHowMuch() throws Exception {
        guard.limit(OptionalLong.of(4 * GIB));
        var run = start(new Cancellation());
        needed.set(4 * GIB);
        Thread.sleep(600);
        assertFalse(run.isDone(), "just as much as it may");
        needed.set(4 * GIB + GIB / 2);
        var told = run.get(20, TimeUnit.SECONDS);
        assertEquals(Fault.ENGINE, told.fault());
        assertEquals("memory.limit", told.problem().key());
        assertEquals(List.of("4.5", "4"), told.problem().arguments());
        assertTrue(told.getMessage().contains("smaller inputs"), told.getMessage());
    }

    @Test
    void aLimitThatComesLaterCountsAndOneThatIsGoneDoesNot() throws Exception {
        needed.set(3 * GIB);
        var run = start(new Cancellation());
        Thread.sleep(500);
        assertFalse(run.isDone(), "there is no limit");
        guard.limit(OptionalLong.of(2 * GIB));
        assertEquals("memory.limit", run.get(20, TimeUnit.SECONDS).problem().key());
        guard.limit(OptionalLong.empty());
        var cancel = new Cancellation();
        var next = start(cancel);
        Thread.sleep(500);
        assertFalse(next.isDone());
        cancel.cancel();
        assertEquals(Fault.CANCELLED, next.get(20, TimeUnit.SECONDS).fault(), "the user's stop is the user's");
    }

    @Test
    void ofTwoTheLatestGoesAndTheOtherOnlyIfThatIsNotEnough() throws Exception {
        guard.limit(OptionalLong.of(2 * GIB));
        var cancel = new Cancellation();
        var first = start(cancel);
        var second = start(new Cancellation());
        needed.set(3 * GIB);
        assertEquals("memory.limit", second.get(20, TimeUnit.SECONDS).problem().key());
        needed.set(GIB);
        Thread.sleep(3500);
        assertFalse(first.isDone(), "that was enough");
        needed.set(3 * GIB);
        assertEquals("memory.limit", first.get(20, TimeUnit.SECONDS).problem().key());
    }

    @Test
    void aRunThatEndsByItselfIsAsItWas() throws Exception {
        guard.limit(OptionalLong.of(GIB));
        assertEquals("done", guard.watch(_ -> "done", new Cancellation()));
        var own = LayergraftException.input("process", "cancelled");
        var told = assertThrows(
                LayergraftException.class,
                () -> guard.watch(
                        _ -> {
                            throw own;
                        },
                        new Cancellation()));
        assertEquals(own, told);
    }

    @Test
    void whatAProcessNeedsIsKnownOnLinux() {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        assertTrue(ChildMemory.isKnown());
        long before = ChildMemory.of(ProcessHandle.current().pid());
        assertTrue(before > 10 << 20, () -> before + " B");
        assertEquals(0, ChildMemory.of(Integer.MAX_VALUE), "nobody is there");
    }
}
