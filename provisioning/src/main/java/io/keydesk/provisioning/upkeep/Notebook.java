package io.keydesk.provisioning.upkeep;

import io.keydesk.service.provisioning.Happening;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What is remembered of one cluster between the calls for it, while keydesk runs. What is lost with keydesk is found again,
 * or does not matter. Calls for one cluster do not overlap; what happens to it may be told from any thread.
 */
public final class Notebook {

    /** A failover takes a second or two; Sentinel gives one up after its {@code failover-timeout}, 10 s. */
    private static final Duration FAILOVER = Duration.ofSeconds(5);

    private final Clock clock;
    private final Map<String, Instant> symptoms = new ConcurrentHashMap<>();
    private final Queue<Happening> happenings = new ConcurrentLinkedQueue<>();
    private volatile boolean proven;
    private volatile boolean well = true;
    private Instant failoverOrdered = Instant.EPOCH;
    private String waitingFor = "";
    private Instant waitingSince = Instant.EPOCH;

    public Notebook(Clock clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /** Notes what belongs on the timeline; see {@link Happening}. */
    public void tell(String type, String message) {
        happenings.add(new Happening(type, message));
    }

    /** What has happened since this was asked last. */
    public List<Happening> news() {
        var news = new ArrayList<Happening>();
        for (var next = happenings.poll(); next != null; next = happenings.poll()) {
            news.add(next);
        }
        return news;
    }

    /** For how long a symptom was seen by every look. */
    public Duration lasting(String symptom, boolean seen) {
        if (!seen) {
            symptoms.remove(symptom);
            return Duration.ZERO;
        }
        var now = clock.instant();
        return Duration.between(symptoms.computeIfAbsent(symptom, _ -> now), now);
    }

    /** For how long the same has been waited for. */
    public Duration waitedFor(String what) {
        var now = clock.instant();
        if (!what.equals(waitingFor)) {
            waitingFor = what;
            waitingSince = now;
        }
        return Duration.between(waitingSince, now);
    }

    /** Whether replicas were seen to receive what the primary writes since a node was started last. */
    boolean isProven() {
        return proven;
    }

    /** To be told {@code false} whenever a node was started. */
    public void proven(boolean now) {
        proven = now;
    }

    /** Whether all was well at the end of the last look; before the first, nobody has seen otherwise. */
    boolean isWell() {
        return well;
    }

    void well(boolean now) {
        well = now;
    }

    /** Not while the last order may still be at work. */
    boolean mayOrderFailover() {
        return clock.instant().isAfter(failoverOrdered.plus(FAILOVER));
    }

    void orderedFailover() {
        failoverOrdered = clock.instant();
    }
}
