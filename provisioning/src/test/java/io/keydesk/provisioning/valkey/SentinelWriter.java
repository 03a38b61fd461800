package io.keydesk.provisioning.valkey;

import io.keydesk.service.provisioning.Credentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one key after the other through the primary that the Sentinels name, and counts in the end what was acknowledged
 * and is gone. Each reply is waited for half a second, which is less than Sentinel takes to replace a frozen primary.
 */
public final class SentinelWriter implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofMillis(1);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(20);

    private static final Duration TO_READ = Duration.ofSeconds(20);

    /** Keys that are looked for in one question. */
    private static final int AT_ONCE = 500;

    private final List<Address> sentinels;
    private final AdminClient client;
    private final CompletableFuture<List<Write>> written;
    private volatile boolean stopped;
    private volatile int acknowledged;

    private record Write(int number, long at) {}

    /**
     * What a client saw.
     *
     * @param gap the longest time between two acknowledged writes
     */
    public record Figures(int acknowledged, int lost, Duration gap) {}

    /**
     * Begins to write.
     *
     * @param sentinels each as {@code host:port}
     */
    public SentinelWriter(List<String> sentinels, Credentials credentials) {
        this.sentinels = sentinels.stream()
                .map(text -> text.split(":"))
                .map(parts -> new Address(parts[0], Integer.parseInt(parts[1])))
                .toList();
        this.client = new AdminClient(new Login(credentials.username(), credentials.password()), Dialer.DIRECT);
        this.written = CompletableFuture.supplyAsync(this::write, Executors.newVirtualThreadPerTaskExecutor());
    }

    /** How many writes were acknowledged by now. */
    public int acknowledged() {
        return acknowledged;
    }

    private List<Write> write() {
        var writes = new ArrayList<Write>();
        AdminConnection primary = null;
        for (int number = 1; !stopped; number++) {
            primary = primary == null ? attempt(this::connect) : primary;
            var connection = primary;
            int current = number;
            if (connection != null && attempt(() -> set(connection, current)) != null) {
                writes.add(new Write(number, System.nanoTime()));
                acknowledged = writes.size();
                LockSupport.parkNanos(BETWEEN.toNanos());
            } else {
                if (connection != null) {
                    connection.close();
                }
                primary = null;
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
        if (primary != null) {
            primary.close();
        }
        return writes;
    }

    private static Object set(AdminConnection primary, int number) {
        return Objects.requireNonNull(primary.ask("SET", key(number), "x".repeat(100)));
    }

    private AdminConnection connect() {
        for (var sentinel : sentinels) {
            var address = attempt(() -> named(sentinel));
            if (address == null) {
                continue;
            }
            var connection = client.open(address);
            if (((List<?>) Objects.requireNonNull(connection.ask("ROLE")))
                    .getFirst()
                    .equals("master")) {
                return connection;
            }
            connection.close();
        }
        throw new IllegalStateException("no primary now");
    }

    private Address named(Address sentinel) {
        try (var connection = client.asStranger(sentinel)) {
            var reply =
                    (List<?>) Objects.requireNonNull(connection.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"));
            return new Address(
                    reply.get(0).toString(), Integer.parseInt(reply.get(1).toString()));
        }
    }

    private static <T> @Nullable T attempt(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static String key(int number) {
        return "written:" + number;
    }

    /** Stops writing, and reads everything back. */
    public Figures stop() {
        stopped = true;
        var writes = written.join();
        long gap = 0;
        for (int i = 1; i < writes.size(); i++) {
            gap = Math.max(gap, writes.get(i).at() - writes.get(i - 1).at());
        }
        int lost = writes.size() - present(writes);
        return new Figures(writes.size(), lost, Duration.ofNanos(gap));
    }

    private int present(List<Write> writes) {
        long present = 0;
        try (var primary = connectAtLast()) {
            for (int from = 0; from < writes.size(); from += AT_ONCE) {
                var words = Stream.concat(
                        Stream.of("EXISTS"),
                        writes.subList(from, Math.min(from + AT_ONCE, writes.size())).stream()
                                .map(write -> key(write.number())));
                present += (Long) Objects.requireNonNull(primary.ask(words.toArray(String[]::new)));
            }
        }
        return (int) present;
    }

    /** A failover may be under way. */
    private AdminConnection connectAtLast() {
        var found = new AtomicReference<@Nullable AdminConnection>();
        Patience.until(TO_READ, () -> found.updateAndGet(_ -> attempt(this::connect)) != null);
        return Objects.requireNonNull(found.get(), "nobody is the primary in the end");
    }

    @Override
    public void close() {
        stopped = true;
        written.join();
    }
}
