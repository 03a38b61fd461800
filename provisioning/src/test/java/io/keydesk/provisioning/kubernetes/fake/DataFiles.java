package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a ConfigMap or a Secret holds, by its keys. */
final class DataFiles {

    private DataFiles() {}

    static SortedMap<String, byte[]> of(JsonNode source) {
        var secret = source.path("kind").asText().equals("Secret");
        var files = new TreeMap<String, byte[]>();
        Json.strings(source.path("data"))
                .forEach((key, value) ->
                        files.put(key, secret ? decoded(value) : value.getBytes(StandardCharsets.UTF_8)));
        Json.strings(source.path("binaryData")).forEach((key, value) -> files.put(key, decoded(value)));
        return files;
    }

    private static byte[] decoded(String value) {
        return Base64.getMimeDecoder().decode(value);
    }
}
