package io.keydesk.api.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Follows one ticket after the other on an event stream, breaks off now and then, and goes on with Last-Event-ID. What came
 * is compared with what the ticket's list of events says.
 */
final class Watcher {

    private final Desk desk;
    private final Meter meter;
    private final OpenTickets tickets;
    private final String token;

    private volatile boolean stopping;
    private volatile @Nullable String ticket;
    private volatile @Nullable InputStream body;
    private volatile List<Long> seen = List.of();

    Watcher(Desk desk, Meter meter, OpenTickets tickets, String token) {
        this.desk = desk;
        this.meter = meter;
        this.tickets = tickets;
        this.token = token;
    }

    void run() {
        while (!stopping) {
            follow(tickets.any());
        }
    }

    private void follow(String id) {
        seen = List.of();
        ticket = id;
        boolean ended = false;
        while (!ended && !stopping) {
            try {
                ended = read("/v1/tickets/%s/events".formatted(id));
            } catch (IOException e) {
                if (!stopping) {
                    meter.fault("stream broke: " + e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (ended) {
            ticket = null;
            compare(id);
        }
    }

    /** Reads one connection, and says whether the stream has come to its end. */
    private boolean read(String path) throws IOException, InterruptedException {
        var opened = Instant.now();
        long last = seen.isEmpty() ? 0 : seen.getLast();
        var response = desk.stream(token, path, last);
        if (response.statusCode() != 200) {
            response.body().close();
            if (desk.comesBack(response)) {
                return false;
            }
            meter.fault("stream answered " + response.statusCode());
            return true;
        }
        meter.count("streams opened", 1);
        // One in three breaks off after some events.
        int patience = ThreadLocalRandom.current().nextInt(3) == 0
                ? 1 + ThreadLocalRandom.current().nextInt(4)
                : -1;
        try (var stream = response.body();
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            body = stream;
            boolean end = false;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    see(Long.parseLong(line.substring(3)));
                    patience--;
                } else if (line.equals("event:end")) {
                    end = true;
                } else if (line.startsWith("data:{\"id\"")) {
                    heard(opened, line.substring("data:".length()));
                } else if (line.isEmpty() && patience == 0) {
                    meter.count("streams broken off by the reader", 1);
                    return false;
                }
            }
            if (!end) {
                meter.fault("stream was closed before its end");
            }
            return end;
        }
    }

    private void see(long id) {
        var longer = new ArrayList<>(seen);
        longer.add(id);
        seen = longer;
        meter.count("events seen", 1);
    }

    private void heard(Instant opened, String data) {
        var at = Instant.parse(Desk.JSON.readTree(data).at("/at").asString());
        if (at.isAfter(opened)) {
            meter.took("event, from happening to reader", Duration.between(at, Instant.now()));
        }
    }

    /** Whether everything that the open stream should have brought by now is there. */
    boolean isUpToDate() {
        var id = ticket;
        return id == null || seen.containsAll(stored(id));
    }

    /** Compares what came so far. */
    void compare() {
        var id = ticket;
        if (id != null) {
            compare(id);
            if (!isUpToDate()) {
                meter.fault("events missed at the end");
            }
        }
    }

    private void compare(String id) {
        var came = seen;
        if (new HashSet<>(came).size() < came.size()) {
            meter.fault("events doubled");
        }
        if (!came.stream().sorted().toList().equals(came)) {
            meter.fault("events out of order");
        }
        long last = came.isEmpty() ? 0 : came.getLast();
        var should = stored(id).stream().filter(stored -> stored <= last).toList();
        if (came.isEmpty() || !came.containsAll(should)) {
            meter.fault("events missed");
        }
        meter.count("streams compared", 1);
    }

    private List<Long> stored(String id) {
        return desk.get("read events", token, "/v1/tickets/%s/events?limit=200".formatted(id))
                .map(page -> page.at("/items")
                        .valueStream()
                        .map(event -> event.at("/id").asLong())
                        .toList())
                .orElse(List.of());
    }

    void stop() throws IOException {
        stopping = true;
        var open = body;
        if (open != null) {
            open.close();
        }
    }
}
