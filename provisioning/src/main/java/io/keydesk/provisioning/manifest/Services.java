package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All addresses of a cluster. */
final class Services {

    private Services() {}

    static List<Service> desired(Blueprint blueprint) {
        return Stream.concat(
                        Stream.of(headless(blueprint), sentinels(blueprint), primary(blueprint), replicas(blueprint)),
                        IntStream.range(0, Blueprint.NODES).mapToObj(index -> node(blueprint, index)))
                .toList();
    }

    /** A StatefulSet demands one. Metrics are read through it, for it names each pod once, ready or not. */
    static Service headless(Blueprint blueprint) {
        var ports = new ArrayList<ServicePort>(List.of(Port.VALKEY.ofService(), Port.SENTINEL.ofService()));
        if (blueprint.premises().exporterImage() != null) {
            ports.add(Port.METRICS.ofService());
        }
        // spotless:off
        return new ServiceBuilder()
                .withMetadata(Metadata.of(blueprint, blueprint.names().nodes()))
                .withNewSpec()
                    .withClusterIP("None")
                    .withPublishNotReadyAddresses(true)
                    .withSelector(Labels.selector(blueprint))
                    .withPorts(ports)
                .endSpec()
                .build();
        // spotless:on
    }

    /** Where tenants ask for the primary: ready pods only, whose Sentinels know one. */
    static Service sentinels(Blueprint blueprint) {
        // spotless:off
        return new ServiceBuilder()
                .withMetadata(Metadata.of(blueprint, blueprint.names().sentinels()))
                .withNewSpec()
                    .withType("ClusterIP")
                    .withSelector(Labels.selector(blueprint))
                    .withPorts(Port.SENTINEL.ofService())
                .endSpec()
                .build();
        // spotless:on
    }

    /** For clients without Sentinel. keydesk keeps the label that it selects by. */
    static Service primary(Blueprint blueprint) {
        return ofRole(blueprint, blueprint.names().primary(), Labels.PRIMARY);
    }

    static Service replicas(Blueprint blueprint) {
        return ofRole(blueprint, blueprint.names().replicas(), Labels.REPLICA);
    }

    private static Service ofRole(Blueprint blueprint, String name, String role) {
        // spotless:off
        return new ServiceBuilder()
                .withMetadata(Metadata.of(blueprint, name))
                .withNewSpec()
                    .withType("ClusterIP")
                    .withSelector(Labels.selector(blueprint))
                    .addToSelector(Labels.ROLE, role)
                    .withPorts(Port.VALKEY.ofService())
                .endSpec()
                .build();
        // spotless:on
    }

    /** An address that outlives the pod: neither Sentinels nor clients see a new one after a restart. */
    static Service node(Blueprint blueprint, int index) {
        var name = blueprint.names().node(index);
        // spotless:off
        return new ServiceBuilder()
                .withMetadata(Metadata.of(blueprint, name))
                .withNewSpec()
                    .withType("ClusterIP")
                    // Nodes must meet before they can be ready.
                    .withPublishNotReadyAddresses(true)
                    .withSelector(Map.of("statefulset.kubernetes.io/pod-name", name))
                    .withPorts(Port.VALKEY.ofService(), Port.SENTINEL.ofService())
                .endSpec()
                .build();
        // spotless:on
    }
}
