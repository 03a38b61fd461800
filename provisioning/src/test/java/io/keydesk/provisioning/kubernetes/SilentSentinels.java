package io.keydesk.provisioning.kubernetes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Sentinels of any number of clusters that let everybody in, and publish nothing. */
final class SilentSentinels implements AutoCloseable {

    private static final int BACKLOG = 1_000;

    private final ServerSocket server;
    private final AtomicInteger subscribed = new AtomicInteger();

    SilentSentinels() throws IOException {
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many listen now. */
    int subscribed() {
        return subscribed.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    /** Commands come as lines: {@code *n}, and for each of the n words its length and itself. */
    private void serve(Socket socket) {
        boolean listens = false;
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 256);
            for (var count = in.readLine(); count != null; count = in.readLine()) {
                var words = new String[Integer.parseInt(count.substring(1))];
                for (int i = 0; i < words.length; i++) {
                    in.readLine();
                    words[i] = in.readLine();
                }
                if (words[0].equals("SUBSCRIBE")) {
                    listens = true;
                    subscribed.incrementAndGet();
                    write(
                            socket,
                            "*3\r\n$9\r\nsubscribe\r\n$%d\r\n%s\r\n:1\r\n".formatted(words[1].length(), words[1]));
                } else {
                    write(socket, "+OK\r\n");
                }
            }
        } catch (IOException e) {
            // the client has gone
        } finally {
            if (listens) {
                subscribed.decrementAndGet();
            }
        }
    }

    private static void write(Socket socket, String reply) throws IOException {
        socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
