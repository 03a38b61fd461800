package io.keydesk.provisioning.valkey;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** The way to servers whose announced address need not be reachable from here. */
@FunctionalInterface
public interface Dialer {

    /** Connects to the announced address itself. */
    Dialer DIRECT = (address, timeout) -> {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            // As Jedis does by itself: many short connections leave nothing behind.
            socket.setSoLinger(true, 0);
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) timeout.toMillis());
            socket.setSoTimeout((int) timeout.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    };

    /**
     * Opens a connection that nobody else uses, and that whoever asked for it closes.
     *
     * @param address as the server is announced to others
     * @param timeout for connecting, and of the socket for each read
     * @throws java.net.ConnectException if it is known that nobody listens there, also as the cause of another exception;
     *     start rules take a node for ended then, so no other trouble may be told by it
     */
    Socket dial(Address address, Duration timeout) throws IOException;
}
