import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Ask what the first callers will ask: the cache knows then what they need. */
final class FirstCallers {

    private static final Duration TO_ANSWER = Duration.ofSeconds(120);

    private static final String ORDER = """
            {"request": {"kind": "order-cluster", "name": "training", "purpose": "session-cache", "plan": "xs",
                         "region": "local", "environment": "development", "namespaces": ["shop"], "settings": {"timeout": 300}}}
            """;

    private FirstCallers() {}

    static void call(URI keydesk) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var paths = List.of(
                    "/actuator/health/readiness",
                    "/actuator/prometheus",
                    "/docs/index.html",
                    "/v1/me",
                    "/v1/plans",
                    "/v1/settings",
                    "/v1/clusters");
            for (var path : paths) {
                call(client, request(keydesk.resolve(path)));
            }
            var tickets = keydesk.resolve("/v1/tickets");
            var filed = call(client, request(tickets).POST(BodyPublishers.ofString(ORDER)));
            var ticket = keydesk.resolve(filed.headers().firstValue("Location").orElseThrow());
            call(client, request(ticket));
            call(client, request(URI.create(ticket + "/events")));
            call(client, request(URI.create(ticket + "/cancel")).POST(BodyPublishers.noBody()));
            call(client, request(tickets));
        }
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(TO_ANSWER)
                .header("Authorization", "Bearer dev-tenant")
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> call(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException("%s answered %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
        return answer;
    }
}
