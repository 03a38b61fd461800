package io.keydesk.service.connection;

import io.keydesk.service.cluster.Endpoints;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The documents of a connection, as Kubernetes reads them. No secret stands in any of them. */
public final class ConnectionDocuments {

    private ConnectionDocuments() {}

    /** The three promised keys, in their order; these and no others. */
    public static SequencedMap<String, String> configMapData(String cluster, Endpoints endpoints) {
        var data = new LinkedHashMap<String, String>();
        data.put("VALKEY_CLUSTER_NAME", cluster);
        data.put("VALKEY_SENTINEL_HOST", endpoints.sentinelHost());
        data.put("VALKEY_SENTINEL_PORT", Integer.toString(endpoints.sentinelPort()));
        return data;
    }

    public static String configMap(Connection connection) {
        var yaml = new StringBuilder("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: %s
                  labels:
                    app.kubernetes.io/managed-by: keydesk
                data:
                """.formatted(connection.documentName()));
        for (Map.Entry<String, String> entry :
                configMapData(connection.cluster(), connection.endpoints()).entrySet()) {
            yaml.append("  %s: \"%s\"\n".formatted(entry.getKey(), entry.getValue()));
        }
        return yaml.toString();
    }

    /** Who may connect: pods with the access label, in the tenant's namespaces. */
    public static String networkPolicy(Connection connection) {
        var yaml = new StringBuilder("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: rfr-%1$s
                  labels:
                    app.kubernetes.io/managed-by: keydesk
                spec:
                  podSelector:
                    matchLabels:
                      app.kubernetes.io/name: %1$s
                  policyTypes: [Ingress]
                  ingress:
                    - ports: [{protocol: TCP, port: 6379}, {protocol: TCP, port: 26379}]
                      from:
                """.formatted(connection.cluster()));
        for (var namespace : connection.namespaces()) {
            yaml.append("""
                            - namespaceSelector:
                                matchLabels:
                                  kubernetes.io/metadata.name: %s
                              podSelector:
                                matchLabels:
                                  %s: %s
                    """.formatted(namespace, connection.accessLabel(), Connection.ALLOW));
        }
        return yaml.toString();
    }
}
