package io.keydesk.provisioning.valkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AdminClientTests {

    /** As in a Kubernetes cluster, which this machine cannot reach. */
    private static final Address ANNOUNCED = new Address("10.96.0.7", 6379);

    private static final Login LOGIN = new Login("_ops", "very-secret");

    @Test
    void goesTheWayThatTheDialerKnows() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerOnce(server));
            var here = new Address(server.getInetAddress().getHostAddress(), server.getLocalPort());
            var client = new AdminClient(LOGIN, (address, timeout) -> {
                assertThat(address).isEqualTo(ANNOUNCED);
                return Dialer.DIRECT.dial(here, timeout);
            });

            try (var connection = client.asStranger(ANNOUNCED)) {
                assertThat(connection.ask("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void tellsWhoRefusesFromWhoIsSilent() {
        assertThat(noAnswer(new ConnectException("Connection refused")).isRefused())
                .isTrue();
        assertThat(noAnswer(new IOException("the other end", new ConnectException("Connection refused")))
                        .isRefused())
                .isTrue();
        assertThat(noAnswer(new SocketTimeoutException("Connect timed out")).isRefused())
                .isFalse();
    }

    @Test
    void hearsThatNobodyListens() throws IOException {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        var client = new AdminClient(LOGIN, Dialer.DIRECT);

        assertThat(catchThrowableOfType(NoAnswer.class, () -> client.open(new Address("127.0.0.1", port)))
                        .isRefused())
                .isTrue();
    }

    @Test
    void keepsThePasswordToItself() {
        assertThat(new AdminClient(LOGIN, Dialer.DIRECT).toString())
                .contains("_ops")
                .doesNotContain("very-secret");
    }

    private static NoAnswer noAnswer(IOException trouble) {
        var client = new AdminClient(LOGIN, (_, _) -> {
            throw trouble;
        });
        assertThat(client.answers(ANNOUNCED)).isFalse();
        return catchThrowableOfType(NoAnswer.class, () -> client.open(ANNOUNCED));
    }

    private static void answerOnce(ServerSocket server) {
        try (var socket = server.accept();
                var question = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            assertThat(question.lines().limit(3)).containsExactly("*1", "$4", "PING");
            socket.getOutputStream().write("+PONG\r\n".getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
