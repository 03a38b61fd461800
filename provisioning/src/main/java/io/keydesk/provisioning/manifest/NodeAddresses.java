package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.stream.Collectors;

/** Where the nodes are. Pods that are there before it wait for it: their environment comes from it. */
final class NodeAddresses {

    /** "host,port,sentinel-port" of each node, in order, with spaces between them. */
    static final String NODES = "NODES";

    /** Whether no node of the cluster has ever held anything. */
    static final String FIRST = "FIRST";

    private NodeAddresses() {}

    static ConfigMap desired(Blueprint blueprint, List<String> clusterIps, boolean first) {
        if (clusterIps.size() != Blueprint.NODES || !clusterIps.stream().allMatch(NodeAddresses::isAddress)) {
            throw new IllegalArgumentException("the ClusterIPs of %d Services are expected, and these are %s"
                    .formatted(Blueprint.NODES, clusterIps));
        }
        return desired(
                blueprint,
                clusterIps.stream()
                        .map(ip -> "%s,%d,%d".formatted(ip, Port.VALKEY.number(), Port.SENTINEL.number()))
                        .collect(Collectors.joining(" ")),
                first);
    }

    /** With words in the place of what no Service was given yet. */
    static ConfigMap toCome(Blueprint blueprint) {
        return desired(blueprint, "(what the Services of the nodes are given)", true);
    }

    private static ConfigMap desired(Blueprint blueprint, String nodes, boolean first) {
        var addresses = new ConfigMapBuilder()
                .withMetadata(Metadata.of(blueprint, blueprint.names().addresses()))
                .addToData(NODES, nodes);
        if (first) {
            addresses.addToData(FIRST, "yes");
        }
        return addresses.build();
    }

    /** Of version 4 or 6; not "None", which a headless Service has. */
    private static boolean isAddress(String text) {
        return text.matches("[0-9.]+|[0-9a-f]*:[0-9a-f:.]+");
    }
}
