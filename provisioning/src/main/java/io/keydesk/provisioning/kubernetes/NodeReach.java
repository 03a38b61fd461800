package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.kubernetes.KubernetesRegionProperties.Reach;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Dialer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The way to the nodes of a region: straight to their addresses where keydesk runs in the same network, else through the API
 * server. Which of them is found out once: a node that does not answer says nothing against a way that has led somewhere.
 */
final class NodeReach implements Dialer {

    /** After which the straight way is tried again. */
    private static final Duration TRIED = Duration.ofMinutes(5);

    private final Reach configured;
    private final PortForwards forwards;
    private final Clock clock;
    private volatile boolean direct;
    private volatile Instant triedInVain = Instant.EPOCH;

    NodeReach(Reach configured, PortForwards forwards, Clock clock) {
        this.configured = configured;
        this.forwards = forwards;
        this.clock = clock;
    }

    @Override
    public Socket dial(Address address, Duration timeout) throws IOException {
        return switch (configured) {
            case DIRECT -> DIRECT.dial(address, timeout);
            case PORT_FORWARD -> forward(address, timeout);
            case AUTO -> auto(address, timeout);
        };
    }

    private Socket auto(Address address, Duration timeout) throws IOException {
        if (!direct && triedInVain.plus(TRIED).isAfter(clock.instant())) {
            return forward(address, timeout);
        }
        try {
            var socket = DIRECT.dial(address, timeout);
            direct = true;
            return socket;
        } catch (ConnectException e) {
            // Somebody has answered that nobody listens there; or that there is no way.
            if (direct || String.valueOf(e.getMessage()).contains("refused")) {
                throw e;
            }
            return instead(address, timeout);
        } catch (IOException e) {
            if (direct) {
                throw e;
            }
            return instead(address, timeout);
        }
    }

    private Socket instead(Address address, Duration timeout) throws IOException {
        triedInVain = clock.instant();
        return forward(address, timeout);
    }

    private Socket forward(Address address, Duration timeout) throws IOException {
        try {
            return forwards.dial(address, timeout);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
