package io.keydesk.provisioning.local;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.service.cluster.Endpoints;
import java.util.List;
import java.util.stream.IntStream;

/** The ports of a cluster on loopback: three of nodes, then three of their Sentinels. */
record Layout(List<Integer> ports) {

    static final int MEMBERS = 3;
    static final String LOOPBACK = "127.0.0.1";

    Layout {
        ports = List.copyOf(ports);
        if (ports.size() != 2 * MEMBERS) {
            throw new IllegalArgumentException("six ports are expected, not " + ports.size());
        }
        if (ports.stream().distinct().filter(port -> port > 0 && port <= 65_535).count() != ports.size()) {
            throw new IllegalArgumentException("six different ports are expected");
        }
    }

    Address address(Slot slot) {
        return switch (slot.kind()) {
            case NODE -> new Address(LOOPBACK, ports.get(slot.index()));
            case SENTINEL -> new Address(LOOPBACK, ports.get(MEMBERS + slot.index()));
        };
    }

    List<Member> members() {
        return IntStream.range(0, MEMBERS)
                .mapToObj(i -> new Member(i, address(Slot.node(i)), address(Slot.sentinel(i))))
                .toList();
    }

    Endpoints endpoints() {
        var sentinels = members().stream().map(Member::sentinel).toList();
        return new Endpoints(
                LOOPBACK,
                sentinels.getFirst().port(),
                sentinels.stream().map(Address::toString).toList());
    }
}
