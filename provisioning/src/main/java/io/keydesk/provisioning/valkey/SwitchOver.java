package io.keydesk.provisioning.valkey;

import io.keydesk.service.crash.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hands the role of the primary over without losing an acknowledged write. Never a bare {@code SENTINEL FAILOVER}: the old
 * primary would go on acknowledging for half a second what is lost with it. Takes about a second, at most some 20; when it
 * fails or is cut off, the pause of writes ends by itself and nothing has changed.
 */
public record SwitchOver(List<Member> members, Presence presence, AdminClient client) {

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration CATCH_UP = Duration.ofSeconds(3);
    private static final Duration ORDER = Duration.ofSeconds(6);
    private static final Duration MOVE = Duration.ofSeconds(8);

    /** @return whether another node is the primary now */
    public boolean from(Member primary) {
        try (var old = client.open(primary.node())) {
            return handOver(primary, old);
        } catch (NoAnswer | Refusal e) {
            return false;
        }
    }

    private boolean handOver(Member primary, AdminConnection old) {
        var successor = Optional.<Member>empty();
        pause(old);
        CrashPoint.WRITES_PAUSED.reached();
        try {
            long target = look().node(primary.index()).map(NodeState::offset).orElse(Long.MAX_VALUE);
            if (Patience.until(CATCH_UP, () -> look().haveReached(target, primary)) && ordered(primary)) {
                pause(old);
                Patience.until(MOVE, () -> moved(primary));
                successor = look().elected()
                        .filter(index -> index != primary.index())
                        .map(members::get);
            }
            successor.ifPresent(_ -> CrashPoint.PRIMARY_REPLACED.reached());
            // Sentinel's own commands wait behind the pause too, so it cannot demote the old primary meanwhile.
            successor.ifPresent(next -> old.ask(
                    "REPLICAOF",
                    next.node().host(),
                    Integer.toString(next.node().port())));
        } finally {
            old.ask("CLIENT", "UNPAUSE");
        }
        if (successor.isPresent()) {
            CrashPoint.PRIMARY_DEMOTED.reached();
            old.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        }
        return successor.isPresent();
    }

    private static void pause(AdminConnection old) {
        old.ask("CLIENT", "PAUSE", Long.toString(PAUSE.toMillis()), "WRITE");
    }

    /** No replica may be fit for a moment; then it is ordered again, of the next Sentinel. */
    private boolean ordered(Member primary) {
        var order = new FailoverOrder(primary, presence, client);
        return Patience.until(ORDER, () -> order.give(members) != FailoverOrder.Reply.NOT_NOW);
    }

    private boolean moved(Member primary) {
        return look().elected().filter(index -> index != primary.index()).isPresent();
    }

    private ClusterView look() {
        return new ClusterSurvey(client, List.of()).of(members, presence);
    }
}
