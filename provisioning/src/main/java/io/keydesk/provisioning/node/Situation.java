package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.ClusterView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a node that wants to start finds.
 *
 * @param me its index
 * @param attempt from 1, two a second
 * @param past what is known from before
 * @param votes for each Sentinel that knows a primary, the index of the node that it names
 * @param peers the two other nodes by their index
 */
public record Situation(int me, int attempt, Past past, List<Integer> votes, SortedMap<Integer, Peer> peers) {

    /**
     * @param first whether no node of the cluster has ever held anything
     * @param stored the nodes whose data is on disk, where a start of them would find it
     */
    public record Past(boolean first, Set<Integer> stored) {

        public Past {
            stored = Set.copyOf(stored);
        }
    }

    public Situation {
        votes = List.copyOf(votes);
    }

    public static Situation of(int me, int attempt, Past past, ClusterView view) {
        var peers = new TreeMap<Integer, Peer>();
        view.members().stream()
                .filter(member -> member.index() != me)
                .forEach(member -> peers.put(
                        member.index(),
                        Peer.of(view.nodes().get(member.index()), past.stored().contains(member.index()))));
        return new Situation(me, attempt, past, view.votes(), peers);
    }

    boolean first() {
        return past.first();
    }

    /** Whether the node that wants to start would find data of its own. */
    boolean stored() {
        return past.stored().contains(me);
    }

    Peer peer(int index) {
        return Objects.requireNonNull(peers.get(index), "a peer is one of the two others");
    }

    List<Integer> peers(Predicate<Peer> which) {
        return peers.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
