package io.keydesk.provisioning.kubernetes.fake;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Accepts the connections of clients, each with a thread of its own, and can stop to listen for a while. */
final class Listener implements AutoCloseable {

    /** Answers a call. An {@link IOException} ends the connection. */
    interface Handler {
        void handle(Call call, Exchange exchange) throws IOException;
    }

    private final InetSocketAddress address;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    Listener(InetSocketAddress address, Handler handler) {
        this.address = address;
        this.handler = handler;
    }

    synchronized void open() {
        if (server != null) {
            return;
        }
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(address, 200);
            server = socket;
            acceptor = Thread.ofVirtual().name("fake-kubernetes").start(() -> accept(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections are refused from now on, and those that stand are cut. */
    @Override
    public synchronized void close() {
        if (server != null && acceptor != null) {
            closeQuietly(server);
            server = null;
            join(acceptor);
        }
        open.forEach(Listener::closeQuietly);
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                var socket = from.accept();
                open.add(socket);
                if (from.isClosed()) {
                    closeQuietly(socket);
                }
                Thread.ofVirtual().name("fake-kubernetes").start(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var exchange = new Exchange(socket);
            for (var call = exchange.next(); call != null; call = exchange.next()) {
                handler.handle(call, exchange);
            }
        } catch (IOException e) {
            // the client has gone, or was cut off
        } finally {
            open.remove(socket);
        }
    }

    /** A port is free only when nobody waits for connections on it any more. */
    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }
}
