package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NoAnswer;
import io.keydesk.provisioning.valkey.Refusal;
import io.keydesk.service.cluster.ClusterId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a Sentinel of each cluster, so that a failover is known when it happens and not when the cluster is looked at
 * next. One connection and one virtual thread each; a Sentinel that falls silent is left for the next one.
 */
final class SwitchWatches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchWatches.class);

    /** What a Sentinel publishes: {@code mymaster <old host> <old port> <new host> <new port>}. */
    private static final String CHANNEL = "+switch-master";

    private static final int NEW_HOST = 3;

    /** A connection on which nothing was heard for so long is made anew, for its other end may be gone. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BiConsumer<ClusterId, String> switched;
    private final Map<ClusterId, Listener> listeners = new ConcurrentHashMap<>();

    /** @param switched hears the host of each new primary */
    SwitchWatches(BiConsumer<ClusterId, String> switched) {
        this.switched = switched;
    }

    /** Listens from now on, unless it does already. */
    void watch(ClusterId cluster, AdminClient client, List<Member> members) {
        var told = new Listener(cluster, client, List.copyOf(members));
        if (!told.equals(listeners.get(cluster))) {
            // Known before its thread looks whether it still is.
            listeners.put(cluster, told);
            Thread.ofVirtual().name("switches-" + cluster).start(() -> listen(told));
        }
    }

    void forget(ClusterId cluster) {
        listeners.remove(cluster);
    }

    private record Listener(ClusterId cluster, AdminClient client, List<Member> members) {}

    private void listen(Listener listener) {
        for (int turn = 0; listeners.get(listener.cluster()) == listener; turn++) {
            var member = listener.members().get(turn % listener.members().size());
            try (var sentinel = listener.client().open(member.sentinel())) {
                sentinel.follow(CHANNEL, SILENCE, message -> heard(listener, message));
            } catch (NoAnswer | Refusal e) {
                LOG.atDebug()
                        .addKeyValue("cluster", listener.cluster())
                        .addKeyValue("sentinel", member.index())
                        .log("A Sentinel is not listened to any more");
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void heard(Listener listener, String message) {
        var words = message.split(" ");
        if (words.length > NEW_HOST && listeners.get(listener.cluster()) == listener) {
            switched.accept(listener.cluster(), words[NEW_HOST]);
        }
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
