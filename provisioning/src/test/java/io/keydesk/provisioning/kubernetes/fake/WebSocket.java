package io.keydesk.provisioning.kubernetes.fake;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a WebSocket.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455</a>
 */
final class WebSocket implements Stream {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final InputStream in;
    private final OutputStream out;

    private WebSocket(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    static WebSocket accept(String key, String protocol, InputStream in, OutputStream out) throws IOException {
        var head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + digest(key) + "\r\n"
                + (protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n") + "\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return new WebSocket(in, out);
    }

    private static String digest(String key) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        write(TEXT, message);
    }

    void sendBinary(byte[] message) throws IOException {
        write(BINARY, message);
    }

    @Override
    public void end() throws IOException {
        write(CLOSE, new byte[] {3, (byte) 0xe8}); // 1000: normal closure
    }

    @Override
    public void awaitEnd() throws IOException {
        while (receive() != null) {
            // what a client says on a watch means nothing
        }
    }

    /** The next message; {@code null} when the client has closed. */
    byte @Nullable [] receive() throws IOException {
        var message = new ByteArrayOutputStream();
        while (true) {
            var first = in.read();
            if (first < 0) {
                return null;
            }
            var payload = payload();
            switch (first & 0x0f) {
                case CLOSE -> {
                    return null;
                }
                case PING -> write(PONG, payload);
                case CONTINUATION, TEXT, BINARY -> {
                    message.write(payload);
                    if ((first & 0x80) != 0) {
                        return message.toByteArray();
                    }
                }
                default -> {}
            }
        }
    }

    private byte[] payload() throws IOException {
        var second = in.read();
        var length = second & 0x7f;
        if (length == 126) {
            length = Short.toUnsignedInt(ByteBuffer.wrap(exactly(2)).getShort());
        } else if (length == 127) {
            length = Math.toIntExact(ByteBuffer.wrap(exactly(8)).getLong());
        }
        var mask = (second & 0x80) == 0 ? new byte[4] : exactly(4);
        var payload = exactly(length);
        for (var i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private synchronized void write(int opcode, byte[] payload) throws IOException {
        var frame = ByteBuffer.allocate(payload.length + 10).put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xffff) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }
}
