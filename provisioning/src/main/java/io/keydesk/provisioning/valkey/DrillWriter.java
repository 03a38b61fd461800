package io.keydesk.provisioning.valkey;

import static io.keydesk.service.connection.Connection.PRIMARY_NAME;

import io.keydesk.service.cluster.Drill.Measured;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes numbers to one key, one after the other, as an application does that finds the primary by the Sentinels. What it was
 * told is written and does not find again is lost; the longest time without an answer is what others waited too.
 */
public final class DrillWriter implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofMillis(5);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(10);

    /** So many acknowledged writes in a row say that writing works. */
    private static final int ENOUGH = 20;

    private static final Duration TO_BEGIN = Duration.ofSeconds(3);
    private static final Duration TO_GO_ON = Duration.ofSeconds(15);

    /** Should keydesk be killed, the key ends by itself. */
    private static final String LIFETIME_SECONDS = "60";

    private final List<Member> members;
    private final AdminClient ops;
    private final AdminClient application;
    private final String key;
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private volatile boolean stopped;
    private volatile int acknowledged;
    private volatile int lost;
    private volatile long last;
    private volatile long gap;
    private volatile String trouble = "no Sentinel names a primary";

    /**
     * @param ops for asking Sentinels
     * @param application as whom to write
     */
    public DrillWriter(List<Member> members, AdminClient ops, Login application, String key) {
        this.members = List.copyOf(members);
        this.ops = ops;
        this.application = new AdminClient(application, ops.dialer());
        this.key = key;
    }

    /** Returns once writes are acknowledged; else why they are not. */
    public Optional<String> begin() {
        writing = CompletableFuture.runAsync(this::write, Thread::startVirtualThread);
        return Patience.until(TO_BEGIN, () -> acknowledged >= ENOUGH) ? Optional.empty() : Optional.of(trouble);
    }

    /** Waits until writes are acknowledged again, and writes no more. */
    public Measured end() {
        int before = acknowledged;
        Patience.until(TO_GO_ON, () -> acknowledged >= before + ENOUGH);
        stop();
        return new Measured(Duration.ofNanos(Math.max(gap, System.nanoTime() - last)), acknowledged, lost);
    }

    private void write() {
        while (!stopped) {
            try (var primary = connect()) {
                lost = Math.max(lost, acknowledged - found(primary));
                while (!stopped) {
                    set(primary);
                    LockSupport.parkNanos(BETWEEN.toNanos());
                }
            } catch (NoAnswer | Refusal e) {
                trouble = String.valueOf(e.getMessage());
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    /** Only the thread that writes calls this. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void set(AdminConnection primary) {
        primary.ask("SET", key, Integer.toString(acknowledged + 1), "EX", LIFETIME_SECONDS);
        long now = System.nanoTime();
        gap = acknowledged == 0 ? 0 : Math.max(gap, now - last);
        last = now;
        acknowledged++;
    }

    /** The number of the last write that this primary has; 0 for none. */
    private int found(AdminConnection primary) {
        return primary.ask("GET", key) instanceof String number && number.matches("[0-9]{1,9}")
                ? Integer.parseInt(number)
                : 0;
    }

    /** Whoever the first Sentinel that answers names, be it none any more: then writes are refused. */
    private AdminConnection connect() {
        NoAnswer silent = null;
        for (var member : members) {
            try (var sentinel = ops.open(member.sentinel())) {
                var named = ClusterSurvey.address(sentinel.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", PRIMARY_NAME));
                if (named != null) {
                    return application.open(named);
                }
            } catch (NoAnswer e) {
                silent = e;
            }
        }
        throw silent == null ? new Refusal("no Sentinel names a primary", null) : silent;
    }

    private void stop() {
        stopped = true;
        writing.join();
    }

    /** Writes no more, and removes what was written. */
    @Override
    public void close() {
        stop();
        try (var primary = connect()) {
            primary.ask("DEL", key);
        } catch (NoAnswer | Refusal e) {
            // It ends by itself.
            return;
        }
    }
}
