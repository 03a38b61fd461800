package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/**
 * When somebody should look at a cluster, by the metrics of <a
 * href="https://github.com/oliver006/redis_exporter">redis_exporter</a>. Each waits for longer than a failover takes.
 */
final class Alerts {

    private static final String ALWAYS = """
            - alert: ValkeyNoPrimary
              expr: absent(redis_instance_info{%1$s,role="master"}) and on() count(redis_up{%1$s} == 1)
              for: 1m
              labels: {severity: critical, valkey_cluster: "%2$s", tenant: "%3$s"}
              annotations:
                summary: No node of %2$s is a primary
                description: Nodes answer, but nobody takes writes. Ask the Sentinels why they elect none (SENTINEL CKQUORUM mymaster).
            - alert: ValkeyNodeDown
              expr: redis_up{%1$s} == 0
              for: 1m
              labels: {severity: warning, valkey_cluster: "%2$s", tenant: "%3$s"}
              annotations:
                summary: A node of %2$s gives no answer
                description: The Valkey in pod {{ $labels.pod }} gives no answer. Read what its container last wrote.
            - alert: ValkeyReplicaLinkDown
              expr: redis_master_link_up{%1$s} == 0
              for: 2m
              labels: {severity: warning, valkey_cluster: "%2$s", tenant: "%3$s"}
              annotations:
                summary: A replica of %2$s is not in sync
                description: The replica in pod {{ $labels.pod }} has no link to its primary. Without any replica that has, writes are refused.
            - alert: ValkeyExporterDown
              expr: up{%1$s} == 0
              for: 5m
              labels: {severity: warning, valkey_cluster: "%2$s", tenant: "%3$s"}
              annotations:
                summary: A node of %2$s gives no metrics
                description: The exporter in pod {{ $labels.pod }} cannot be read, so none of the other alerts sees that node.
            """;

    /** Only where full memory means refused writes: a cache that may evict any key is meant to be full. */
    private static final String MEMORY = """
            - alert: ValkeyMemoryNearlyFull
              expr: redis_memory_used_bytes{%1$s} / redis_memory_max_bytes{%1$s} > 0.9
              for: 5m
              labels: {severity: warning, valkey_cluster: "%2$s", tenant: "%3$s"}
              annotations:
                summary: The memory of %2$s is over 90 %% full
                description: Pod {{ $labels.pod }} will refuse writes when it has no memory left. Order a larger plan, or let more keys expire.
            """;

    /** Only where a part of the keys may be evicted: those go before their time because of those that stay. */
    private static final String EVICTIONS = """
            - alert: ValkeyEvictsKeys
              expr: rate(redis_evicted_keys_total{%1$s}[10m]) > 0
              for: 15m
              labels: {severity: info, valkey_cluster: "%2$s", tenant: "%3$s"}
              annotations:
                summary: Keys of %2$s are evicted before they expire
                description: Keys without a time to live take so much memory in pod {{ $labels.pod }} that those with one have to go. Order a larger plan.
            """;

    private Alerts() {}

    static GenericKubernetesResource desired(Blueprint blueprint) {
        var selector = "namespace=\"%s\",service=\"%s\""
                .formatted(blueprint.premises().namespace(), blueprint.names().nodes());
        var rules = rules(blueprint)
                .formatted(
                        selector,
                        blueprint.desired().name(),
                        blueprint.desired().tenant().value());
        return MonitoringObject.of(blueprint, """
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                spec:
                  groups:
                    - name: %s
                      rules:
                """.formatted(blueprint.names().nodes()) + rules.indent(8));
    }

    private static String rules(Blueprint blueprint) {
        var policy = blueprint.desired().state().settings().getOrDefault("maxmemory-policy", "noeviction");
        return ALWAYS
                + (policy.startsWith("allkeys-") ? "" : MEMORY)
                + (policy.startsWith("volatile-") ? EVICTIONS : "");
    }
}
