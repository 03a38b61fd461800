package io.keydesk.api.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.api.HttpDesk;
import io.keydesk.api.HttpDesk.Reply;
import io.keydesk.api.process.KeydeskProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A keydesk with two regions: {@code local}, and {@code north}, which is a Kubernetes; and the people who use it. */
record KubernetesDesk(KeydeskProcess keydesk) implements AutoCloseable {

    private static final String REGION = "north";

    /** @param region properties of the Kubernetes, by their names behind the region's */
    static KubernetesDesk start(Path home, Map<String, String> region) {
        var arguments = Stream.concat(
                Stream.of("--keydesk.regions.local.type=local"),
                region.entrySet().stream().map(KubernetesDesk::argument));
        return new KubernetesDesk(KeydeskProcess.start(home, arguments.toArray(String[]::new)));
    }

    private static String argument(Map.Entry<String, String> property) {
        return "--keydesk.regions.%s.%s=%s".formatted(REGION, property.getKey(), property.getValue());
    }

    HttpDesk tenant() {
        return keydesk.desk("dev-tenant");
    }

    /** The Kubernetes, as keydesk describes it. */
    JsonNode region() {
        return regions()
                .filter(region -> region.at("/name").asString().equals(REGION))
                .findFirst()
                .orElseThrow();
    }

    Stream<JsonNode> regions() {
        return tenant().get("/v1/regions").expect(200).json().at("/items").valueStream();
    }

    Reply file(String body) {
        return tenant().post("/v1/tickets", body).expect(201);
    }

    void approve(Reply ticket) {
        keydesk.desk("dev-approver")
                .post("/v1/tickets/%s/approve".formatted(ticket.at("id")), "{\"comment\": \"Fine\"}")
                .expect(200);
    }

    /** Approves it, and watches its events until they end. */
    String carryOut(Reply ticket) {
        approve(ticket);
        var events = events(ticket);
        assertThat(events).contains("event:ticket-approved", "event:ticket-fulfilled", "event:end");
        return events;
    }

    /** All of a ticket's event stream, which ends when the ticket does. */
    String events(Reply ticket) {
        var request = tenant().request("/v1/tickets/%s/events".formatted(ticket.at("id")))
                .header("Accept", "text/event-stream")
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The timeline of a cluster. */
    Stream<JsonNode> told(String cluster) {
        return tenant().get(cluster + "/events?limit=200")
                .expect(200)
                .json()
                .at("/items")
                .valueStream();
    }

    @Override
    public void close() {
        keydesk.close();
    }
}
