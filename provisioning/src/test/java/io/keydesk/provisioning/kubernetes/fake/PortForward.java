package io.keydesk.provisioning.kubernetes.fake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One connection to a port of a pod, within a WebSocket: each message begins with the number of its channel. There are two,
 * one for data and one for what goes wrong, and the first message of each repeats the port.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/cri/streaming/portforward/websocket.go">The
 *     kubelet's end of it</a>
 */
final class PortForward {

    static final String PROTOCOL = "v4.channel.k8s.io";

    private static final byte DATA = 0;
    private static final byte ERROR = 1;

    private final WebSocket client;
    private final int port;

    PortForward(WebSocket client, int port) {
        this.client = client;
        this.port = port;
    }

    /** Returns when either end has closed. */
    void run(String address) throws IOException {
        for (var channel : new byte[] {DATA, ERROR}) {
            client.sendBinary(new byte[] {channel, (byte) port, (byte) (port >> 8)});
        }
        try (var pod = new Socket()) {
            pod.setTcpNoDelay(true);
            pod.connect(new InetSocketAddress(address, port), 1_000);
            Thread.ofVirtual().name("fake-kubernetes-forward").start(() -> answers(pod));
            for (var message = client.receive(); message != null; message = client.receive()) {
                if (message.length > 1 && message[0] == DATA) {
                    pod.getOutputStream().write(message, 1, message.length - 1);
                }
            }
        } catch (IOException e) {
            var words = "error forwarding port %d to pod: failed to connect to localhost:%d inside namespace: %s"
                    .formatted(port, port, e.getMessage());
            client.sendBinary(message(ERROR, words.getBytes(StandardCharsets.UTF_8)));
            client.end();
        }
    }

    private void answers(Socket pod) {
        try {
            var buffer = new byte[16_384];
            for (var read = pod.getInputStream().read(buffer);
                    read >= 0;
                    read = pod.getInputStream().read(buffer)) {
                client.sendBinary(message(DATA, Arrays.copyOf(buffer, read)));
            }
            client.end();
        } catch (IOException e) {
            // either end has gone, which the other half sees too
        }
    }

    private static byte[] message(byte channel, byte[] content) {
        var message = new byte[content.length + 1];
        message[0] = channel;
        System.arraycopy(content, 0, message, 1, content.length);
        return message;
    }
}
