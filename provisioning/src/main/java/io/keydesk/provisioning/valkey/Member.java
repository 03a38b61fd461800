package io.keydesk.provisioning.valkey;

import java.util.List;
import java.util.Optional;

/**
 * One of the three places of a cluster: a node and the Sentinel beside it.
 *
 * @param index 0, 1 or 2
 */
public record Member(int index, Address node, Address sentinel) {

    /** What people call the node of this index: they count from 1. */
    public static String name(int index) {
        return "node " + index;
    }

    public static String sentinelName(int index) {
        return "Sentinel " + index;
    }

    public static Optional<Member> at(Address node, List<Member> members) {
        return members.stream().filter(member -> member.node().equals(node)).findFirst();
    }
}
