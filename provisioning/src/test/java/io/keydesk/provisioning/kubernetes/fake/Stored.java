package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as it was at one moment. It is kept as the bytes that are sent, for a fleet of thousands fits into little
 * memory so, and nobody can change it by accident.
 *
 * @param owners the uids of the objects that it goes with
 * @param ready whether its condition of this name is true
 * @param splice where in the bytes the managed fields belong
 */
record Stored(
        Key key,
        long version,
        String uid,
        Map<String, String> labels,
        List<String> owners,
        boolean terminating,
        boolean ready,
        Ownership ownership,
        byte[] json,
        int splice) {

    private static final String METADATA = "\"metadata\":{";

    /** A copy to change. */
    ObjectNode tree() {
        return Json.parse(json);
    }

    /** Refuses a write that was meant for an earlier version, or for another object of this name. */
    void check(@Nullable String wantedVersion, @Nullable String wantedUid) {
        if (wantedVersion != null && !wantedVersion.equals(Long.toString(version))) {
            throw Refused.conflict(
                    key, "the object has been modified; please apply your changes to the latest version and try again");
        }
        if (wantedUid != null && !wantedUid.equals(uid)) {
            throw Refused.conflict(
                    key,
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s".formatted(wantedUid, uid));
        }
    }

    /** Whether it says the same, in whatever order. */
    boolean sameAs(Stored other) {
        return Arrays.equals(json, other.json) || tree().equals(other.tree());
    }

    /** As clients see it. */
    byte[] rendered() {
        var fields = ownership.rendered();
        var whole = new byte[json.length + fields.length];
        System.arraycopy(json, 0, whole, 0, splice);
        System.arraycopy(fields, 0, whole, splice, fields.length);
        System.arraycopy(json, splice, whole, splice + fields.length, json.length - splice);
        return whole;
    }

    /** As an item of a list, which says no kind unless it is one of a custom resource. */
    byte[] listed() {
        var whole = rendered();
        if (key.resource().custom()) {
            return whole;
        }
        int type = splice - METADATA.length();
        whole[type - 1] = '{';
        return Arrays.copyOfRange(whole, type - 1, whole.length);
    }

    /** Made of a whole tree, which has at least a name. */
    static Stored of(Key key, long version, ObjectNode tree, Ownership ownership) {
        var metadata = Json.object(tree, "metadata");
        metadata.remove("managedFields");
        if (version > 0) {
            metadata.put("resourceVersion", Long.toString(version));
        } else {
            metadata.remove("resourceVersion");
        }
        var start = "{\"kind\":\"%s\",\"apiVersion\":\"%s\",%s"
                .formatted(key.resource().kind(), key.resource().apiVersion(), METADATA);
        var rest = tree.deepCopy();
        rest.remove(List.of("kind", "apiVersion", "metadata"));
        var tail = Json.text(rest);
        var whole = start + Json.text(metadata).substring(1) + (tail.length() == 2 ? "}" : "," + tail.substring(1));
        return new Stored(
                key,
                version,
                metadata.path("uid").asText(),
                Json.strings(metadata.path("labels")),
                Json.stream(metadata.path("ownerReferences"))
                        .map(owner -> owner.path("uid").asText())
                        .toList(),
                metadata.has("deletionTimestamp"),
                Json.stream(tree.path("status").path("conditions"))
                        .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                                && condition.path("status").asText().equals("True")),
                ownership,
                whole.getBytes(StandardCharsets.UTF_8),
                start.length());
    }
}
