package io.keydesk.provisioning.kubernetes.fake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection of a client: reads its calls, one after the other, and writes what they are answered. */
final class Exchange {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private boolean last;

    Exchange(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
        this.out = socket.getOutputStream();
    }

    /** The next call; {@code null} when the client has closed, or the last answer took the connection over. */
    @Nullable
    Call next() throws IOException {
        if (last) {
            return null;
        }
        var start = line();
        if (start == null) {
            return null;
        }
        var words = start.split(" ", 3);
        var headers = new HashMap<String, String>();
        for (var line = line(); line != null && !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        last = headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        var question = words[1].indexOf('?');
        var path = question < 0 ? words[1] : words[1].substring(0, question);
        var query = question < 0 ? Map.<String, String>of() : query(words[1].substring(question + 1));
        return new Call(new Request(words[0], decode(path), query), headers, body(headers));
    }

    void answer(int status, Map<String, String> headers, byte[] body) throws IOException {
        var head = head(status, headers).append("Content-Length: ").append(body.length);
        var start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        var whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        out.write(whole);
        out.flush();
    }

    /** Starts an answer that ends with the connection; each write is seen by the client at once. */
    Stream stream(int status) throws IOException {
        last = true;
        var head =
                head(status, Map.of("Content-Type", "application/json")).append("Transfer-Encoding: chunked\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return new ChunkStream(in, out);
    }

    WebSocket upgrade(Call call, String protocol) throws IOException {
        last = true;
        return WebSocket.accept(call.header("sec-websocket-key"), protocol, in, out);
    }

    /** Breaks the connection so that the client sees a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    /** Returns when the client has given up. */
    void awaitEnd() throws IOException {
        last = true;
        in.transferTo(OutputStream.nullOutputStream());
    }

    void close() throws IOException {
        socket.close();
    }

    private StringBuilder head(int status, Map<String, String> headers) {
        var head = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (last) {
            head.append("Connection: close\r\n");
        }
        return head;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (!headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        var body = new ByteArrayOutputStream();
        while (true) {
            var size = Integer.parseInt(required().split(";", 2)[0].strip(), 16);
            body.write(exactly(size));
            required();
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private String required() throws IOException {
        var line = line();
        if (line == null) {
            throw new EOFException();
        }
        return line;
    }

    private @Nullable String line() throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static Map<String, String> query(String text) {
        var query = new HashMap<String, String>();
        for (var pair : text.split("&")) {
            var equals = pair.indexOf('=');
            query.put(
                    decode(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
