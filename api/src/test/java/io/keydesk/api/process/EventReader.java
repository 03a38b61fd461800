package io.keydesk.api.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Reads the event stream of one ticket, as a browser does. */
final class EventReader implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final int status;
    private volatile boolean open = true;

    private EventReader(int port, String ticket, String lastEventId) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/v1/tickets/%s/events".formatted(port, ticket)))
                .header("Authorization", "Bearer dev-tenant")
                .header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            var response = http.send(request.build(), BodyHandlers.ofLines());
            status = response.statusCode();
            Thread.ofVirtual().start(() -> read(response));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param lastEventId the id of the last event that was seen; empty to read from the first */
    static EventReader open(KeydeskProcess keydesk, String ticket, String lastEventId) {
        return new EventReader(keydesk.port(), ticket, lastEventId);
    }

    private void read(HttpResponse<Stream<String>> response) {
        try (var body = response.body()) {
            body.forEach(lines::add);
        } catch (UncheckedIOException e) {
            // The server has gone.
        } finally {
            open = false;
        }
    }

    int status() {
        return status;
    }

    /** Whether the connection stands. */
    boolean isOpen() {
        return open;
    }

    /** Whether the server has said that nothing follows. */
    boolean hasEnded() {
        return types().contains("end");
    }

    List<String> types() {
        return of("event:");
    }

    List<Long> ids() {
        return of("id:").stream().map(Long::valueOf).toList();
    }

    private List<String> of(String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).strip())
                .toList();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
