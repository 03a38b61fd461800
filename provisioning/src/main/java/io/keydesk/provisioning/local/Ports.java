package io.keydesk.provisioning.local;

import io.keydesk.service.cluster.ClusterId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who has which ports of the range. */
final class Ports {

    private final PortRange range;
    private final Map<ClusterId, Layout> taken = new HashMap<>();

    Ports(PortRange range) {
        this.range = range;
    }

    PortRange range() {
        return range;
    }

    /** Notes what a cluster has already. */
    synchronized void keep(ClusterId owner, Layout layout) {
        taken.put(owner, layout);
    }

    synchronized void release(ClusterId owner) {
        taken.remove(owner);
    }

    /** Six ports that no other cluster has and nobody listens on; nothing if there are not as many left. */
    synchronized Optional<Layout> allocate(ClusterId owner) {
        taken.remove(owner);
        var free = new ArrayList<Integer>();
        for (int port = range.first(); port <= range.last() && free.size() < 2 * Layout.MEMBERS; port++) {
            if (!isTaken(port) && isFree(port)) {
                free.add(port);
            }
        }
        if (free.size() < 2 * Layout.MEMBERS) {
            return Optional.empty();
        }
        var layout = new Layout(List.copyOf(free));
        taken.put(owner, layout);
        return Optional.of(layout);
    }

    private boolean isTaken(int port) {
        return taken.values().stream().anyMatch(layout -> layout.ports().contains(port));
    }

    /** Whether nobody listens there now. */
    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(Layout.LOOPBACK, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
