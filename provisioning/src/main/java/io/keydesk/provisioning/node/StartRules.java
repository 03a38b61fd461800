package io.keydesk.provisioning.node;

import static java.util.stream.Collectors.joining;

import io.keydesk.provisioning.node.StartDecision.Follow;
import io.keydesk.provisioning.node.StartDecision.Lead;
import io.keydesk.provisioning.node.StartDecision.OrderFailover;
import io.keydesk.provisioning.node.StartDecision.Wait;
import io.keydesk.provisioning.valkey.Member;
import java.util.Collections;
import java.util.List;

/**
 * The role in which a node may start without losing what others hold. A process that died would be back empty within a
 * second, long before Sentinel notices, and its replicas would copy the emptiness. So the Sentinels and the other nodes
 * are asked first.
 */
public final class StartRules {

    /** After how many attempts the vote of a single Sentinel counts. */
    private static final int ONE_VOTE = 10;

    /** For how many attempts an older self that may still serve is waited for. */
    private static final int PATIENCE = 15;

    /** For how many attempts a node is waited for that does not answer, and may wake up with all data. A minute. */
    private static final int FROZEN = 120;

    /** After how many attempts a node that is named, and does not run, is taken for one that cannot be started. */
    private static final int CANNOT = 20;

    /** How many attempts each node leaves the one before it for seeding, and node 0 for others to show up. */
    private static final int TURN = 20;

    private static final int SHOW_UP = 2;

    private StartRules() {}

    public static StartDecision decide(Situation situation) {
        var votes = situation.votes();
        if (votes.isEmpty()) {
            return unnamed(situation);
        }
        int named = mostNamed(votes);
        if (Collections.frequency(votes, named) < 2 && situation.attempt() < ONE_VOTE) {
            return new Wait("only one Sentinel names a primary");
        }
        if (named == situation.me()) {
            return namedMyself(situation);
        }
        return situation.peers(Peer::isPrimary).contains(named)
                ? new Follow(named)
                : namedIsNoPrimary(situation, named);
    }

    /** Sentinels can only promote who runs: so who has what is wanted starts, as a replica that waits for its primary. */
    private static StartDecision namedIsNoPrimary(Situation situation, int named) {
        var peer = situation.peer(named);
        boolean offersMore = situation.stored() || peer == Peer.NONE;
        boolean stays = peer == Peer.NONE && situation.stored() || situation.attempt() > CANNOT;
        return !peer.runs() && offersMore && stays
                ? new Follow(named)
                : new Wait("the Sentinels name %s, which is no primary now".formatted(Member.name(named)));
    }

    private static StartDecision namedMyself(Situation situation) {
        var linked = situation.peers(Peer::isLinked);
        var holders = situation.peers(Peer::hasData);
        var unknown = situation.peers(peer -> peer == Peer.UNKNOWN);
        if (!linked.isEmpty() && situation.attempt() <= PATIENCE) {
            return new Wait("an earlier self seems to serve %s still".formatted(names(linked)));
        }
        if (situation.votes().stream().anyMatch(vote -> vote != situation.me()) && situation.attempt() <= PATIENCE) {
            // A failover was just made, and is not known to all: another one would undo it.
            return new Wait("the Sentinels are agreeing on another primary");
        }
        if (!holders.isEmpty()) {
            return new OrderFailover("it was the primary, and the data is on %s now".formatted(names(holders)));
        }
        if (!unknown.isEmpty() && situation.attempt() <= FROZEN) {
            return new Wait("it was the primary, and no answer comes from %s".formatted(names(unknown)));
        }
        if (!situation.stored() && !stored(situation).isEmpty()) {
            return new Wait("it was the primary and has nothing, but %s can start with data"
                    .formatted(names(stored(situation))));
        }
        return new Lead();
    }

    private static StartDecision unnamed(Situation situation) {
        var primaries = situation.peers(Peer::isPrimary);
        var holders = situation.peers(Peer::hasData);
        var unknown = situation.peers(peer -> peer == Peer.UNKNOWN);
        if (primaries.size() == 1) {
            return new Follow(primaries.getFirst());
        }
        if (!primaries.isEmpty()) {
            return new Wait("two nodes are primary, and no Sentinel judges");
        }
        if (!holders.isEmpty()) {
            return new Wait("%s holds data, and nobody is primary".formatted(names(holders)));
        }
        if (!unknown.isEmpty() && situation.attempt() <= FROZEN) {
            return new Wait("nobody is primary, and no answer comes from %s".formatted(names(unknown)));
        }
        var stored = stored(situation);
        if (!situation.stored() && !stored.isEmpty()) {
            return new Wait("nobody is primary, and %s can start with data".formatted(names(stored)));
        }
        long before = situation.stored()
                ? stored.stream().filter(index -> index < situation.me()).count()
                : situation.me();
        // Those that waited for the same node would else all lead at the same moment, each in a place of its own.
        int from = unknown.isEmpty() ? SHOW_UP : FROZEN;
        boolean myTurn = situation.attempt() > from + before * TURN;
        return myTurn || situation.first() && situation.me() == 0
                ? new Lead()
                : new Wait("%s seeds first".formatted(before == 0 ? Member.name(situation.me()) : "another node"));
    }

    private static List<Integer> stored(Situation situation) {
        return situation.peers(peer -> peer == Peer.STOPPED_WITH_DATA);
    }

    private static int mostNamed(List<Integer> votes) {
        return votes.stream()
                .max((one, other) ->
                        Integer.compare(Collections.frequency(votes, one), Collections.frequency(votes, other)))
                .orElseThrow();
    }

    private static String names(List<Integer> indexes) {
        return indexes.stream().map(Member::name).collect(joining(" and "));
    }
}
