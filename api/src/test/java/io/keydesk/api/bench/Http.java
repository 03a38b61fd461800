package io.keydesk.api.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A caller that costs little: it shares the cores with what is measured, so answers are not checked against the contract,
 * which the tests do, and connections are the simple ones of the JDK.
 */
record Http(int port, String token) {

    private static final int TIMEOUT_MILLIS = 30_000;

    /** As many connections are kept open to one server. */
    static void keepConnections(int connections) {
        System.setProperty("http.maxConnections", Integer.toString(connections));
    }

    String get(String path) throws IOException {
        return answer(connection(path), 200);
    }

    String post(String path, String body, int expected) throws IOException {
        var connection = connection(path);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        connection.setFixedLengthStreamingMode(bytes.length);
        try (var out = connection.getOutputStream()) {
            out.write(bytes);
        }
        return answer(connection, expected);
    }

    private HttpURLConnection connection(String path) throws IOException {
        var connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    /** Read to its end, so that the connection can be used again. */
    private static String answer(HttpURLConnection connection, int expected) throws IOException {
        int status = connection.getResponseCode();
        try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            var text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            if (status != expected) {
                throw new IOException("%s %s answered %d: %s"
                        .formatted(connection.getRequestMethod(), connection.getURL(), status, text));
            }
            return text;
        }
    }
}
