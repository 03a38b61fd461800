package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Dialer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way through the API server to pods that cannot be reached from here. A port of loopback stands for a port of a pod; each
 * connection to it is a request to the API server.
 */
final class PortForwards implements Dialer, AutoCloseable {

    /** Through an API server a connection takes longer than within a network. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final String namespace;

    /** The pod behind each announced host. */
    private final Map<String, String> pods = new ConcurrentHashMap<>();

    private final Map<Address, LocalPortForward> open = new ConcurrentHashMap<>();

    PortForwards(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Says which pod is announced by an address. */
    void know(String host, String pod) {
        pods.put(host, pod);
    }

    @Override
    public Socket dial(Address address, Duration timeout) throws IOException {
        var pod = pods.get(address.host());
        if (pod == null) {
            throw new NoRouteToHostException("no pod is known for " + address);
        }
        var forward = open.compute(
                address, (_, known) -> known != null && known.isAlive() ? known : forward(pod, address.port()));
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.getLocalPort()), (int)
                    timeout.toMillis());
            socket.setSoTimeout((int) ANSWER.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            // Without its cause: a refusal here says nothing about the node.
            throw new IOException("no way to %s through the API server: %s".formatted(pod, e.getMessage()));
        }
    }

    private LocalPortForward forward(String pod, int port) {
        try {
            return client.pods().inNamespace(namespace).withName(pod).portForward(port);
        } catch (KubernetesClientException e) {
            throw new UncheckedIOException(new IOException(Troubles.words(e), e));
        }
    }

    @Override
    public void close() {
        open.values().forEach(forward -> {
            try {
                forward.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
