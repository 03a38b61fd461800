package io.keydesk.api.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** keydesk as its callers see it. What answers otherwise than it should is counted as a fault. */
final class Desk {

    static final JsonMapper JSON = new JsonMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_TRIES = 10;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final Meter meter;

    Desk(int port, Meter meter) {
        this.base = URI.create("http://localhost:" + port);
        this.meter = meter;
    }

    Optional<JsonNode> get(String what, String token, String path) {
        return send(what, 200, request(token, path).GET());
    }

    Optional<JsonNode> post(String what, int expected, String token, String path, @Nullable String body) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return send(
                what,
                expected,
                request(token, path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(publisher));
    }

    /** Prometheus' text. */
    String metrics() throws IOException, InterruptedException {
        return http.send(request("dev-admin", "/actuator/prometheus").build(), BodyHandlers.ofString())
                .body();
    }

    HttpResponse<InputStream> stream(String token, String path, long after) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (after > 0) {
            request.header("Last-Event-ID", Long.toString(after));
        }
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    private Optional<JsonNode> send(String what, int expected, HttpRequest.Builder request) {
        try {
            var response = answer(what, request.build());
            var body = JSON.readTree(response.body());
            if (response.statusCode() == expected) {
                return Optional.of(body);
            }
            meter.fault("%s answered %d %s"
                    .formatted(what, response.statusCode(), body.at("/type").asString()));
        } catch (IOException e) {
            meter.fault("%s got no answer: %s".formatted(what, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** What a keydesk says in the end that has too much to do now and then. */
    private HttpResponse<String> answer(String what, HttpRequest request) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            long began = System.nanoTime();
            var response = http.send(request, BodyHandlers.ofString());
            meter.took(what, Duration.ofNanos(System.nanoTime() - began));
            if (tries == MOST_TRIES || !comesBack(response)) {
                return response;
            }
        }
    }

    /** Whether it was told to come back later, for which it has waited as long as it was told. */
    boolean comesBack(HttpResponse<?> response) throws InterruptedException {
        var later = response.headers().firstValueAsLong("Retry-After");
        if (response.statusCode() != 503 || later.isEmpty()) {
            return false;
        }
        meter.count(Meter.TOLD_TO_COME_BACK, 1);
        TimeUnit.SECONDS.sleep(later.getAsLong());
        return true;
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE);
    }
}
