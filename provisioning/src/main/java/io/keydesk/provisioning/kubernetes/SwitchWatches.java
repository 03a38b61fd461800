package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.service.cluster.ClusterId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Listens to a Sentinel of each cluster, so that a failover is known when it happens and not when the cluster is looked at
 * next. One connection and one virtual thread each.
 */
final class SwitchWatches implements AutoCloseable {

    private final BiConsumer<ClusterId, String> switched;
    private final Map<ClusterId, SwitchWatch> watches = new ConcurrentHashMap<>();

    /** @param switched hears the host of each new primary */
    SwitchWatches(BiConsumer<ClusterId, String> switched) {
        this.switched = switched;
    }

    /** Listens from now on, unless it does already. Calls for one cluster do not overlap. */
    void watch(ClusterId cluster, AdminClient client, List<Member> members) {
        var known = watches.get(cluster);
        if (known != null && known.isOf(client, members)) {
            return;
        }
        forget(cluster);
        var watch = new SwitchWatch(client, members, host -> switched.accept(cluster, host));
        watches.put(cluster, watch);
        Thread.ofVirtual().name("switches-" + cluster).start(watch);
    }

    void forget(ClusterId cluster) {
        var watch = watches.remove(cluster);
        if (watch != null) {
            watch.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(watches.keySet()).forEach(this::forget);
    }
}
