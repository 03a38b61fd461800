package io.keydesk.api.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * All objects of a fleet read by a plain client, page by page, and none of them kept.
 *
 * @param bytes of JSON that were read
 */
record PlainLists(Duration took, long bytes, int requests) {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String OURS = "labelSelector=app.kubernetes.io%2Fmanaged-by%3Dkeydesk&limit=500&continue=";
    private static final String SYSTEM = "/namespaces/valkey-system/";

    private static final List<String> KINDS = List.of(
            "/api/v1/configmaps",
            "/api/v1/secrets",
            "/api/v1" + SYSTEM + "persistentvolumeclaims",
            "/api/v1" + SYSTEM + "pods",
            "/api/v1" + SYSTEM + "serviceaccounts",
            "/api/v1" + SYSTEM + "services",
            "/apis/apps/v1" + SYSTEM + "statefulsets",
            "/apis/networking.k8s.io/v1" + SYSTEM + "networkpolicies",
            "/apis/policy/v1" + SYSTEM + "poddisruptionbudgets");

    static PlainLists of(String url) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long bytes = 0;
        int requests = 0;
        try (var client = HttpClient.newHttpClient()) {
            for (var kind : KINDS) {
                var next = "";
                do {
                    var page = URI.create(url + kind + "?" + OURS + URLEncoder.encode(next, StandardCharsets.UTF_8));
                    var answer = client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofByteArray());
                    bytes += answer.body().length;
                    requests++;
                    next = JSON.readTree(answer.body()).at("/metadata/continue").asString("");
                } while (!next.isEmpty());
            }
        }
        return new PlainLists(Duration.ofNanos(System.nanoTime() - began), bytes, requests);
    }
}
