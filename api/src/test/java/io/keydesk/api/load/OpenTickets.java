package io.keydesk.api.load;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Tickets that wait for a decision, and that each of the callers may take to end it. */
final class OpenTickets {

    private final ConcurrentLinkedQueue<String> oldestFirst = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<String> lately;
    private final AtomicInteger count = new AtomicInteger();
    private final int most;

    OpenTickets(int most) {
        this.most = most;
        this.lately = new AtomicReferenceArray<>(most);
    }

    void add(String id) {
        oldestFirst.add(id);
        lately.set(count.getAndIncrement() % most, id);
    }

    boolean isFull() {
        return oldestFirst.size() >= most;
    }

    /** The oldest: nobody else gets it. */
    Optional<String> take() {
        return Optional.ofNullable(oldestFirst.poll());
    }

    /** One that was filed lately, and may have ended meanwhile. */
    String any() {
        return lately.get(ThreadLocalRandom.current().nextInt(Math.min(most, count.get())));
    }
}
