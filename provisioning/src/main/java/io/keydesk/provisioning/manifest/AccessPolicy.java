package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.keydesk.service.connection.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * Who reaches the nodes, and whom they reach. Applied before the pods, so that none is ever open. Connections that exist may
 * outlive a change of it: a network plugin need not cut them.
 */
final class AccessPolicy {

    private AccessPolicy() {}

    static NetworkPolicy desired(Blueprint blueprint) {
        // spotless:off
        return new NetworkPolicyBuilder()
                .withMetadata(Metadata.of(blueprint, blueprint.names().nodes()))
                .withNewSpec()
                    .withNewPodSelector()
                        .withMatchLabels(Labels.selector(blueprint))
                    .endPodSelector()
                    .withPolicyTypes("Ingress", "Egress")
                    .withIngress(ingress(blueprint))
                    // Not even DNS: every address that a node is told is a number.
                    .addNewEgress()
                        .withTo(ownPods(blueprint))
                        .withPorts(Port.VALKEY.ofPolicy(), Port.SENTINEL.ofPolicy())
                    .endEgress()
                .endSpec()
                .build();
        // spotless:on
    }

    private static List<NetworkPolicyIngressRule> ingress(Blueprint blueprint) {
        var clients = new ArrayList<NetworkPolicyPeer>();
        clients.add(ownPods(blueprint));
        blueprint.desired().state().namespaces().forEach(namespace -> clients.add(tenantPods(blueprint, namespace)));
        clients.add(namespace(blueprint.premises().operatorNamespace()));

        var rules = new ArrayList<NetworkPolicyIngressRule>();
        rules.add(new NetworkPolicyIngressRuleBuilder()
                .withFrom(clients)
                .withPorts(Port.VALKEY.ofPolicy(), Port.SENTINEL.ofPolicy())
                .build());
        var monitoring = blueprint.premises().monitoringNamespace();
        if (monitoring != null && blueprint.premises().exporterImage() != null) {
            rules.add(new NetworkPolicyIngressRuleBuilder()
                    .withFrom(namespace(monitoring))
                    .withPorts(Port.METRICS.ofPolicy())
                    .build());
        }
        return rules;
    }

    private static NetworkPolicyPeer ownPods(Blueprint blueprint) {
        // spotless:off
        return new NetworkPolicyPeerBuilder()
                .withNewPodSelector()
                    .withMatchLabels(Labels.selector(blueprint))
                .endPodSelector()
                .build();
        // spotless:on
    }

    /** Both selectors in one peer: pods with the label, and only in that namespace. */
    private static NetworkPolicyPeer tenantPods(Blueprint blueprint, String namespace) {
        // spotless:off
        return new NetworkPolicyPeerBuilder(namespace(namespace))
                .withNewPodSelector()
                    .addToMatchLabels(blueprint.connection().accessLabel(), Connection.ALLOW)
                .endPodSelector()
                .build();
        // spotless:on
    }

    /** The label is set by the API server itself, so nobody can give it to a namespace of another name. */
    private static NetworkPolicyPeer namespace(String name) {
        // spotless:off
        return new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                    .addToMatchLabels("kubernetes.io/metadata.name", name)
                .endNamespaceSelector()
                .build();
        // spotless:on
    }
}
