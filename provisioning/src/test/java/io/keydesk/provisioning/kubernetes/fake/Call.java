package io.keydesk.provisioning.kubernetes.fake;

import java.util.Map;

/**
 * A request with all that came with it.
 *
 * @param headers by their names in lower case
 */
record Call(Request request, Map<String, String> headers, byte[] body) {

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean wantsWebSocket() {
        return header("upgrade").equalsIgnoreCase("websocket");
    }
}
