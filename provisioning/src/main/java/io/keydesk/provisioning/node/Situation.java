package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.ClusterView;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a node that wants to start finds.
 *
 * @param me its index
 * @param attempt from 1, two a second
 * @param first whether no node of the cluster has ever held anything
 * @param votes for each Sentinel that knows a primary, the index of the node that it names
 * @param peers the two other nodes by their index
 */
public record Situation(int me, int attempt, boolean first, List<Integer> votes, SortedMap<Integer, Peer> peers) {

    public Situation {
        votes = List.copyOf(votes);
    }

    public static Situation of(int me, int attempt, boolean first, ClusterView view) {
        var peers = new TreeMap<Integer, Peer>();
        view.members().stream()
                .filter(member -> member.index() != me)
                .forEach(
                        member -> peers.put(member.index(), Peer.of(view.nodes().get(member.index()))));
        return new Situation(me, attempt, first, view.votes(), peers);
    }

    List<Integer> peers(Predicate<Peer> which) {
        return peers.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
