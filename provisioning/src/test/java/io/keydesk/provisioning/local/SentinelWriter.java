package io.keydesk.provisioning.local;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminConnection;
import io.keydesk.provisioning.valkey.Login;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one key after the other through the primary that the Sentinels name, and counts in the end what was acknowledged
 * and is gone. Each reply is waited for half a second, which is less than Sentinel takes to replace a frozen primary.
 */
final class SentinelWriter implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofMillis(1);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(20);

    private final List<Address> sentinels;
    private final Login login;
    private final CompletableFuture<List<Write>> written;
    private volatile boolean stopped;
    private volatile int acknowledged;

    private record Write(int number, long at) {}

    /**
     * What a client saw.
     *
     * @param gap the longest time between two acknowledged writes
     */
    record Figures(int acknowledged, int lost, Duration gap) {}

    SentinelWriter(RunningCluster cluster) {
        this.sentinels = cluster.sentinels().stream()
                .map(text -> text.split(":"))
                .map(parts -> new Address(parts[0], Integer.parseInt(parts[1])))
                .toList();
        this.login = new Login(
                cluster.credentials().username(), cluster.credentials().password());
        this.written = CompletableFuture.supplyAsync(this::write, Executors.newVirtualThreadPerTaskExecutor());
    }

    int acknowledged() {
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
            var connection = AdminConnection.open(address, login);
            if (((List<?>) Objects.requireNonNull(connection.ask("ROLE")))
                    .getFirst()
                    .equals("master")) {
                return connection;
            }
            connection.close();
        }
        throw new IllegalStateException("no primary now");
    }

    private static Address named(Address sentinel) {
        try (var connection = AdminConnection.open(sentinel, null)) {
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
    Figures stop() {
        stopped = true;
        var writes = written.join();
        long gap = 0;
        for (int i = 1; i < writes.size(); i++) {
            gap = Math.max(gap, writes.get(i).at() - writes.get(i - 1).at());
        }
        int lost = 0;
        try (var primary = connect()) {
            for (var write : writes) {
                lost += Long.valueOf(1).equals(primary.ask("EXISTS", key(write.number()))) ? 0 : 1;
            }
        }
        return new Figures(writes.size(), lost, Duration.ofNanos(gap));
    }

    @Override
    public void close() {
        stopped = true;
        written.join();
    }
}
