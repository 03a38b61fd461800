package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.service.cluster.ClusterId;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The way to all nodes of a region, once it is connected to. */
final class NodeNetwork implements AutoCloseable {

    private final KubernetesRegionProperties properties;
    private final Clock clock;
    private @Nullable PortForwards forwards;
    private @Nullable NodeReach reach;

    NodeNetwork(KubernetesRegionProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /** @param cluster whose nodes can be reached by it, as far as their Services are there */
    synchronized Dialer dialer(KubernetesRegion.Link link, ClusterId cluster) {
        var through = forwards;
        if (through == null) {
            through = new PortForwards(link.client(), link.premises().namespace());
            forwards = through;
        }
        for (var entry : link.inventory().of(cluster).values()) {
            if (entry.ref().kind().equals("Service")) {
                // The Service that keeps the address of a node has the name of its pod.
                through.know(
                        entry.tree().path("spec").path("clusterIP").asText(),
                        entry.ref().name());
            }
        }
        var way = reach;
        if (way == null) {
            way = new NodeReach(properties.reach(), through, clock);
            reach = way;
        }
        return way;
    }

    @Override
    public synchronized void close() {
        if (forwards != null) {
            forwards.close();
        }
    }
}
