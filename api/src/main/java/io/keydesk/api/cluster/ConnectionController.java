package io.keydesk.api.cluster;

import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.AccessLabel;
import io.keydesk.openapi.body.ConnectionConfigMap;
import io.keydesk.openapi.body.ConnectionData;
import io.keydesk.openapi.body.SecretReference;
import io.keydesk.openapi.body.SnippetFormat;
import io.keydesk.service.catalogue.Named;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.connection.ConnectionDocuments;
import io.keydesk.service.connection.Snippet;
import io.keydesk.service.desk.ClusterReading;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How an application connects. Three media types on one path: no interface is generated for it. */
@RestController
class ConnectionController {

    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final ClusterReading reading;
    private final Callers callers;

    ConnectionController(ClusterReading reading, Callers callers) {
        this.reading = reading;
        this.callers = callers;
    }

    @GetMapping(path = "/v1/clusters/{id}/connection", produces = MediaType.APPLICATION_JSON_VALUE)
    io.keydesk.openapi.body.Connection json(@PathVariable UUID id) {
        return body(connection(id));
    }

    @GetMapping(path = "/v1/clusters/{id}/connection", produces = MediaType.APPLICATION_YAML_VALUE)
    String yaml(@PathVariable UUID id) {
        return ConnectionDocuments.configMap(connection(id));
    }

    /** A snippet is text whatever the caller accepts: who names a format wants that one. */
    @GetMapping(path = "/v1/clusters/{id}/connection", params = "format")
    ResponseEntity<String> snippet(@PathVariable UUID id, @RequestParam @Nullable String format) {
        var snippet = Named.find(Snippet.class, format == null ? "" : format)
                .orElseThrow(
                        () -> RequestRefused.invalid("format", "format must be one of " + Named.labels(Snippet.class)));
        return ResponseEntity.ok().contentType(TEXT).body(snippet.render(connection(id)));
    }

    private Connection connection(UUID id) {
        return reading.connection(callers.current(), id.toString()).orElseThrow(RequestRefused::new);
    }

    private static io.keydesk.openapi.body.Connection body(Connection connection) {
        var snippets = new LinkedHashMap<String, String>();
        for (var format : SnippetFormat.values()) {
            Named.find(Snippet.class, format.getValue())
                    .ifPresent(snippet -> snippets.put(format.getValue(), snippet.render(connection)));
        }
        var endpoints = connection.endpoints();
        return io.keydesk.openapi.body.Connection.builder()
                .configMap(ConnectionConfigMap.builder()
                        .name(connection.documentName())
                        .data(ConnectionData.builder()
                                .VALKEY_CLUSTER_NAME(connection.cluster())
                                .VALKEY_SENTINEL_HOST(endpoints.sentinelHost())
                                .VALKEY_SENTINEL_PORT(Integer.toString(endpoints.sentinelPort()))
                                .build())
                        .build())
                .primaryName(Connection.PRIMARY_NAME)
                .sentinels(endpoints.sentinels())
                .username(Connection.USERNAME)
                .secret(SecretReference.builder()
                        .name(connection.documentName())
                        .key(Connection.PASSWORD_KEY)
                        .build())
                .accessLabel(AccessLabel.builder()
                        .key(connection.accessLabel())
                        .value(Connection.ALLOW)
                        .build())
                .namespaces(connection.namespaces())
                .snippets(snippets)
                .build();
    }
}
