package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.AdminConnection;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NoAnswer;
import io.keydesk.provisioning.valkey.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Listens to one Sentinel of a cluster after the other, until it is closed. */
final class SwitchWatch implements Runnable, AutoCloseable {

    /** What a Sentinel publishes: {@code mymaster <old host> <old port> <new host> <new port>}. */
    private static final String CHANNEL = "+switch-master";

    private static final int NEW_HOST = 3;

    /** A connection on which nothing was heard for so long is made anew, for its other end may be gone. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AdminClient client;
    private final List<Member> members;
    private final Consumer<String> switched;
    private volatile boolean closed;
    private volatile @Nullable AdminConnection sentinel;

    /** @param switched hears the host of each new primary */
    SwitchWatch(AdminClient client, List<Member> members, Consumer<String> switched) {
        this.client = client;
        this.members = List.copyOf(members);
        this.switched = switched;
    }

    /** Whether it listens to these already. */
    boolean isOf(AdminClient others, List<Member> othersMembers) {
        return client.equals(others) && members.equals(othersMembers);
    }

    @Override
    public void run() {
        for (int turn = 0; !closed; turn++) {
            var member = members.get(turn % members.size());
            try (var connection = client.open(member.sentinel())) {
                sentinel = connection;
                connection.follow(CHANNEL, SILENCE, this::heard);
            } catch (NoAnswer | Refusal e) {
                // The next one is listened to; and whoever looks at the cluster sees what is wrong with this one.
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void heard(String message) {
        var words = message.split(" ");
        if (words.length > NEW_HOST && !closed) {
            switched.accept(words[NEW_HOST]);
        }
    }

    @Override
    public void close() {
        closed = true;
        var open = sentinel;
        if (open != null) {
            open.close();
        }
    }
}
