package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One watch of a client, from a version on. */
final class WatchStream {

    private sealed interface Next {
        record Event(Change change) implements Next {}

        record Expired() implements Next {}

        record Closed() implements Next {}
    }

    private final ObjectStore store;
    private final Target target;
    private final Selector selector;
    private final BlockingQueue<Next> queue = new LinkedBlockingQueue<>();
    private final Consumer<Change> listener;

    WatchStream(ObjectStore store, Target target, Selector selector) {
        this.store = store;
        this.target = target;
        this.selector = selector;
        this.listener = change -> {
            if (concerns(change)) {
                queue.add(new Next.Event(change));
            }
        };
    }

    /** Sees all from here on, before the client is told that it does. */
    void begin(Request request) {
        var version = request.query().getOrDefault("resourceVersion", "0");
        store.exclusively(() -> {
            if (version.equals("0") || version.isEmpty()) {
                store.list(target.resource(), target.namespace())
                        .map(object -> new Change(object.version(), object.key(), null, object))
                        .forEach(listener);
            } else {
                store.since(target.resource(), Long.parseLong(version))
                        .ifPresentOrElse(changes -> changes.forEach(listener), () -> queue.add(new Next.Expired()));
            }
            store.listen(listener);
            return true;
        });
    }

    void forget() {
        store.forget(listener);
    }

    /** Returns when the watch ends, for whatever reason. */
    void run(Stream stream, Request request) throws IOException {
        Thread.ofVirtual().name("fake-kubernetes-watch").start(() -> awaitEnd(stream));
        try {
            var timeout = request.query().get("timeoutSeconds");
            pass(stream, timeout == null ? null : Instant.now().plusSeconds(Long.parseLong(timeout)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the client saw last is not known any more. */
    void expire() {
        queue.add(new Next.Expired());
    }

    void close() {
        queue.add(new Next.Closed());
    }

    private void pass(Stream stream, @Nullable Instant until) throws IOException, InterruptedException {
        while (true) {
            var next = until == null
                    ? queue.take()
                    : queue.poll(
                            Math.max(1, Duration.between(Instant.now(), until).toMillis()), TimeUnit.MILLISECONDS);
            switch (next) {
                case Next.Event(var change) -> {
                    var event = event(change);
                    if (event != null) {
                        stream.send(event);
                    }
                }
                case Next.Expired() -> {
                    var status = Refused.expired(1, store.version()).status();
                    stream.send(event("ERROR", bytes(status)));
                    stream.end();
                    return;
                }
                case Next.Closed() -> {
                    stream.end();
                    return;
                }
                case null -> {
                    stream.end();
                    return;
                }
            }
        }
    }

    private boolean concerns(Change change) {
        var key = change.key();
        return key.resource().equals(target.resource())
                && (target.namespace().isEmpty() || target.namespace().equals(key.namespace()))
                && (target.name().isEmpty() || target.name().equals(key.name()));
    }

    private byte @Nullable [] event(Change change) {
        var was = change.before() != null && selector.matches(change.before());
        var is = change.after() != null && selector.matches(change.after());
        if (!was && !is) {
            return null;
        }
        var type = !was ? "ADDED" : is ? "MODIFIED" : "DELETED";
        return event(type, change.subject().rendered());
    }

    private static byte[] event(String type, byte[] object) {
        var event = new ByteArrayOutputStream(object.length + 40);
        event.writeBytes(("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8));
        event.writeBytes(object);
        event.write('}');
        return event.toByteArray();
    }

    private static byte[] bytes(JsonNode tree) {
        return Json.text(tree).getBytes(StandardCharsets.UTF_8);
    }

    private void awaitEnd(Stream stream) {
        try {
            stream.awaitEnd();
        } catch (IOException e) {
            // cut off
        }
        close();
    }
}
