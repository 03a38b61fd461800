package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of keydesk over HTTP. Every answer is checked against the contract, whatever the test looks at. */
public final class HttpDesk {

    private static final OpenApiInteractionValidator CONTRACT = OpenApiInteractionValidator.createForSpecificationUrl(
                    "META-INF/resources/openapi.yaml")
            .build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final JsonMapper JSON = new JsonMapper();

    /** What is refused before the contract can be looked up. */
    private static final Set<Integer> OUTSIDE_THE_CONTRACT = Set.of(405, 406);

    private final URI base;
    private final String token;

    public HttpDesk(int port, String token) {
        this(URI.create("http://localhost:" + port), token);
    }

    private HttpDesk(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** An answer that holds what the contract promises. */
    public record Reply(int status, Map<String, String> headers, String text) {

        public JsonNode json() {
            return JSON.readTree(text);
        }

        /** The text of a member, by a path such as {@code preview.quota.clusters.limit}. */
        public String at(String path) {
            return json().at("/" + path.replace('.', '/')).asString();
        }

        public String header(String name) {
            return Objects.requireNonNull(headers.get(name), name);
        }

        public Reply expect(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }
    }

    /** Whether this path answers with this status now; {@code false} as well while nobody listens. */
    public boolean answers(String path, int status) {
        try {
            return get(path).status() == status;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public HttpDesk as(String other) {
        return new HttpDesk(base, other);
    }

    public Reply get(String path) {
        return send(request(path).GET(), path);
    }

    public Reply get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET(), path);
    }

    public Reply post(String path, @Nullable String body, String... headers) {
        return with("POST", path, body, headers);
    }

    /** As a caller should who is told 503, which a machine that is busy may answer: the same again, under the same key. */
    public Reply postPatiently(String path, @Nullable String body) {
        var key = UUID.randomUUID().toString();
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> post(path, body, "Idempotency-Key", key), reply -> reply.status() != 503);
    }

    /** Sends the body in pieces, without its length. */
    public Reply postChunked(String path, String body) {
        var pieces =
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        return send(request(path).header("Content-Type", "application/json").POST(pieces), path);
    }

    public Reply patch(String path, String body, String... headers) {
        return with("PATCH", path, body, headers);
    }

    public Reply put(String path, @Nullable String body, String... headers) {
        return with("PUT", path, body, headers);
    }

    public Reply delete(String path, String... headers) {
        return with("DELETE", path, null, headers);
    }

    private Reply with(String method, String path, @Nullable String body, String... headers) {
        var request = request(path).header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(
                request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)), path);
    }

    /** A request with the token, to be completed and sent by {@link #send}. */
    public HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    public Reply send(HttpRequest.Builder builder, String path) {
        var request = builder.build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            if (path.startsWith("/v1/") && !OUTSIDE_THE_CONTRACT.contains(response.statusCode())) {
                assertHoldsContract(request, response);
            }
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new Reply(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void assertHoldsContract(HttpRequest request, HttpResponse<String> response) {
        var answer = SimpleResponse.Builder.status(response.statusCode()).withBody(response.body());
        response.headers().map().forEach((name, values) -> answer.withHeader(name, values));
        var report = CONTRACT.validateResponse(
                request.uri().getPath(), Request.Method.valueOf(request.method()), answer.build());
        assertThat(report.getMessages())
                .as("%s %s answered %d %s", request.method(), request.uri(), response.statusCode(), response.body())
                .isEmpty();
    }
}
