package io.keydesk.service.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Endpoints;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

class ConnectionDocumentsTests {

    private final Connection connection = new Connection(
            "orders-cache",
            List.of("shop", "billing"),
            Connection.DEFAULT_LABEL_PREFIX,
            new Endpoints("127.0.0.1", 17003, List.of("127.0.0.1:17003", "127.0.0.1:17004", "127.0.0.1:17005")));

    @Test
    void writesTheThreePromisedKeysAsStrings() {
        var configMap = parsed(ConnectionDocuments.configMap(connection));

        assertThat(configMap.get("metadata"))
                .isEqualTo(Map.of(
                        "name", "orders-cache-valkey", "labels", Map.of("app.kubernetes.io/managed-by", "keydesk")));
        assertThat(configMap.get("data"))
                .isEqualTo(Map.of(
                        "VALKEY_CLUSTER_NAME", "orders-cache",
                        "VALKEY_SENTINEL_HOST", "127.0.0.1",
                        "VALKEY_SENTINEL_PORT", "17003"));
    }

    @Test
    void letsLabelledPodsOfEachNamespaceIn() {
        assertThat(parsed(ConnectionDocuments.networkPolicy(connection)).get("spec"))
                .extracting("ingress")
                .isEqualTo(List.of(Map.of(
                        "ports",
                        List.of(Map.of("protocol", "TCP", "port", 6379), Map.of("protocol", "TCP", "port", 26379)),
                        "from",
                        List.of(allowed("shop"), allowed("billing")))));
    }

    @ParameterizedTest
    @EnumSource(value = Snippet.class, names = "POD", mode = EnumSource.Mode.EXCLUDE)
    void writesSnippetsThatKnowTheClusterAndNoPassword(Snippet snippet) {
        assertThat(snippet.render(connection)).contains("127.0.0.1", "mymaster", "VALKEY_PASSWORD");
    }

    @Test
    void writesASnippetForSpringThatParses() {
        assertThat(parsed(Snippet.SPRING.render(connection))).containsOnlyKeys("spring");
    }

    @Test
    void writesASnippetForPodsThatGivesThemTheLabelAndBothDocuments() {
        assertThat(parsed(Snippet.POD.render(connection)))
                .isEqualTo(Map.of(
                        "metadata",
                        Map.of("labels", Map.of("elastisys.io/valkey-orders-cache-access", "allow")),
                        "spec",
                        Map.of(
                                "containers",
                                List.of(Map.of(
                                        "name",
                                        "app",
                                        "envFrom",
                                        List.of(
                                                Map.of("configMapRef", Map.of("name", "orders-cache-valkey")),
                                                Map.of("secretRef", Map.of("name", "orders-cache-valkey"))))))));
    }

    private static Map<String, Object> allowed(String namespace) {
        return Map.of(
                "namespaceSelector",
                Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", namespace)),
                "podSelector",
                Map.of("matchLabels", Map.of("elastisys.io/valkey-orders-cache-access", "allow")));
    }

    private static Map<String, Object> parsed(String yaml) {
        return new Yaml().load(yaml);
    }
}
