package io.keydesk.api.process;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Desks that have nothing to do and nothing to remember. Tests that run side by side take turns with them. */
final class DeskPool implements AutoCloseable {

    /** A desk, and the region that is its own. */
    record Opened(MortalDesk desk, RealRegion region) {

        ClusterStory story(String cluster) {
            return new ClusterStory(desk, cluster, region);
        }
    }

    private final IntFunction<Opened> opening;
    private final Queue<Opened> free = new ConcurrentLinkedQueue<>();
    private final Queue<Opened> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();

    /** @param opening opens another one, of this number from 0 on */
    DeskPool(IntFunction<Opened> opening) {
        this.opening = opening;
    }

    /** Who takes one and fails keeps it. */
    void lend(Consumer<Opened> test) {
        var known = free.poll();
        var opened = known == null ? open() : known;
        try {
            test.accept(opened);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "%s\n%s".formatted(e.getMessage(), opened.desk().log()), e);
        }
        free.add(opened);
    }

    private Opened open() {
        var opened = opening.apply(number.getAndIncrement());
        all.add(opened);
        return opened;
    }

    @Override
    public void close() {
        all.forEach(opened -> opened.desk().close());
    }
}
