package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.api.HttpDesk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StreamRestartTests {

    @Test
    void aStopEndsStreamsAndTheirReadersGoOnAfterwards(@TempDir Path folder) throws Exception {
        var home = folder.resolve("home");
        String path;
        String last;
        try (var keydesk = KeydeskProcess.start(home);
                var stream = reader(open(keydesk.desk("dev-tenant"), path = ticket(keydesk), ""))) {
            last = next(stream, line -> line.startsWith("id:")).substring("id:".length());
            keydesk.stop();
            // A connection that is cut off would be an exception here.
            assertThat(stream.lines()).doesNotContain("event:end");
        }
        try (var keydesk = KeydeskProcess.start(home)) {
            var tenant = keydesk.desk("dev-tenant");
            tenant.post(path + "/cancel", null).expect(200);
            try (var stream = reader(open(tenant, path, last))) {
                assertThat(stream.lines()).doesNotContain("id:" + last).contains("event:ticket-cancelled", "event:end");
            }
        }
    }

    private static String ticket(KeydeskProcess keydesk) {
        return "/v1/tickets/"
                + keydesk.desk("dev-tenant")
                        .post("/v1/tickets", """
                                {"request": {"kind": "order-cluster", "name": "watched", "purpose": "locks", "plan": "xs",
                                             "environment": "development", "namespaces": ["shop"]}}
                                """)
                        .expect(201)
                        .at("id");
    }

    private static InputStream open(HttpDesk desk, String path, String last) throws IOException, InterruptedException {
        var request = desk.request(path + "/events").header("Accept", "text/event-stream");
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static BufferedReader reader(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static String next(BufferedReader stream, Predicate<String> wanted) {
        return stream.lines().filter(wanted).findFirst().orElseThrow();
    }
}
