package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk.Reply;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Event streams over HTTP. */
@KeydeskTest
@Timeout(120)
class StreamTests {

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpDesk tenant;

    private final MeterRegistry meters;
    private final int port;

    StreamTests(@LocalServerPort int port, @Autowired MeterRegistry meters) {
        tenant = new HttpDesk(port, "dev-tenant");
        this.meters = meters;
        this.port = port;
    }

    @Test
    void goesOnBehindTheLastEventThatTheReaderHasSeen() throws Exception {
        var ticket = cancelled();
        var ids = ids(ticket);

        var rest = stream(ticket, ids.get(0));

        assertThat(rest).doesNotContain("id:" + ids.get(0) + "\n").contains("id:" + ids.get(1) + "\n", "event:end");
    }

    @Test
    void answersAtOnceToWhoAsksForTheHeadOnly() {
        var ticket = filed();

        var reply = tenant.send(
                tenant.request(path(ticket))
                        .header("Accept", "text/event-stream")
                        .HEAD(),
                "");

        assertThat(reply.expect(200).header("Content-Type")).startsWith("text/event-stream");
        assertThat(reply.text()).isEmpty();
        assertThat(tenant.get(path(ticket)).expect(200).json().at("/items")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "999999999999999999", "0", "-1", "1.5", "one"})
    void refusesToBeginBehindWhatIsNoEvent(String id) {
        var reply = follow(filed(), id).expect(422);

        assertThat(reply.at("errors.0.field")).isEqualTo("Last-Event-ID");
    }

    @Test
    void refusesToBeginBehindAnEventOfAnotherTicket() throws Exception {
        var other = ids(cancelled()).getLast();

        var reply = follow(filed(), other).expect(422);

        assertThat(reply.at("type")).isEqualTo("/problems/invalid");
        assertThat(reply.at("detail")).contains("must be the id of an event of this ticket");
    }

    @Test
    void refusesMoreStreamsThanACallerMayHave() {
        var ticket = filed();
        var viewer = tenant.as("dev-viewer");
        var open = new ArrayList<InputStream>();
        try {
            for (int n = 0; n < 20; n++) {
                open.add(opened(viewer, ticket));
            }
            var refused = follow(viewer, ticket).expect(429);
            assertThat(refused.at("type")).isEqualTo("/problems/too-many");
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            viewer.get(path(ticket)).expect(200);
        } finally {
            cancel(ticket);
            open.forEach(StreamTests::drain);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> follow(viewer, ticket).expect(200));
    }

    /** Each comment takes 12 KB on its way: together they are more than both ends of a connection keep. */
    @Test
    void closesAStreamThatNobodyReads() throws IOException {
        var ticket = filed();
        await().atMost(Duration.ofSeconds(30)).until(() -> streams() == 0);
        try (var idle = new Socket()) {
            idle.setReceiveBufferSize(4096);
            idle.connect(new InetSocketAddress("localhost", port));
            idle.getOutputStream().write("""
                    GET %s HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer dev-tenant\r
                    Accept: text/event-stream\r
                    \r
                    """.formatted(path(ticket)).getBytes(StandardCharsets.US_ASCII));
            await().until(() -> streams() == 1);
            var comment = "{\"text\": \"%s\"}".formatted("€".repeat(4000));
            for (int n = 0; n < 600; n++) {
                tenant.post("/v1/tickets/%s/comments".formatted(ticket.at("id")), comment)
                        .expect(201);
            }

            await().atMost(Duration.ofSeconds(30)).until(() -> streams() == 0);
        }
    }

    private double streams() {
        return meters.get("keydesk.event.streams").gauge().value();
    }

    private static void drain(InputStream stream) {
        try (stream) {
            assertThat(new String(stream.readAllBytes())).contains("event:end");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream opened(HttpDesk caller, Reply ticket) {
        var request = caller.request(path(ticket))
                .header("Accept", "text/event-stream")
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Reply follow(HttpDesk caller, Reply ticket) {
        return caller.send(caller.request(path(ticket)).header("Accept", "text/event-stream"), path(ticket));
    }

    private Reply follow(Reply ticket, String lastEventId) {
        var request = tenant.request(path(ticket))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", lastEventId);
        return tenant.send(request, path(ticket));
    }

    private String stream(Reply ticket, String lastEventId) {
        return follow(ticket, lastEventId).expect(200).text();
    }

    private List<String> ids(Reply ticket) {
        return tenant.get(path(ticket))
                .json()
                .at("/items")
                .valueStream()
                .map(event -> event.at("/id").asString())
                .toList();
    }

    private Reply cancelled() {
        var ticket = filed();
        cancel(ticket);
        return ticket;
    }

    private void cancel(Reply ticket) {
        tenant.post("/v1/tickets/%s/cancel".formatted(ticket.at("id")), null).expect(200);
    }

    private Reply filed() {
        return tenant.post("/v1/tickets", """
                {"request": {"kind": "order-cluster", "name": "s%s", "purpose": "locks", "plan": "xs",
                             "environment": "development", "namespaces": ["shop"]}}
                """.formatted(
                                UUID.randomUUID().toString().substring(0, 8)))
                .expect(201);
    }

    private static String path(Reply ticket) {
        return "/v1/tickets/%s/events".formatted(ticket.at("id"));
    }
}
