package io.keydesk.provisioning.valkey;

import static org.awaitility.Awaitility.await;

import io.keydesk.service.provisioning.Credentials;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Applications that connect anew all the time, to every node, as whoever they are told to be by then. */
public final class Logins implements AutoCloseable {

    private final List<Address> nodes;
    private final Supplier<List<Credentials>> applications;
    private final AtomicInteger attempts = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> failures = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> done;
    private volatile boolean stopped;

    public Logins(List<Address> nodes, Supplier<List<Credentials>> applications) {
        this.nodes = List.copyOf(nodes);
        this.applications = applications;
        this.done = CompletableFuture.runAsync(this::connect, Executors.newVirtualThreadPerTaskExecutor());
    }

    private void connect() {
        while (!stopped) {
            for (var application : applications.get()) {
                nodes.forEach(node -> connect(node, application));
            }
        }
    }

    private void connect(Address node, Credentials application) {
        var client = new AdminClient(new Login(application.username(), application.password()), Dialer.DIRECT);
        try (var connection = client.open(node)) {
            connection.ask("PING");
        } catch (Refusal | NoAnswer e) {
            failures.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
        }
        attempts.incrementAndGet();
    }

    /** Waits until many more were tried. */
    public void awaitMore() {
        int before = attempts.get();
        await().until(() -> attempts.get() > before + 100);
    }

    public int attempts() {
        return attempts.get();
    }

    /** How often each failure was seen. */
    public Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    @Override
    public void close() {
        stopped = true;
        done.join();
    }
}
