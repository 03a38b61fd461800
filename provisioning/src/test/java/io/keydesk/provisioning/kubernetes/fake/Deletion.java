package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a request to delete does to an object. */
enum Deletion {
    /** It goes. */
    NOW,
    /** It is marked, and goes when its finalizers have, or its machine has ended it. */
    MARKED,
    /** It was marked before, and nothing new was said. */
    ALREADY;

    /**
     * @param tree of the object, which is marked if need be
     * @param alone whether nothing belongs to it
     */
    static Deletion of(Stored object, ObjectNode tree, DeleteOptions options, boolean alone) {
        var metadata = Json.object(tree, "metadata");
        if (options.propagation().equals("Foreground") && !object.terminating() && !alone) {
            Json.array(metadata, "finalizers").add("foregroundDeletion");
        }
        var namespace = object.key().resource().equals(Resources.NAMESPACE);
        var grace = grace(object.key(), tree, options.grace());
        if (!namespace && metadata.path("finalizers").isEmpty() && grace == 0) {
            return NOW;
        }
        var given = metadata.path("deletionGracePeriodSeconds");
        if (object.terminating() && given.asLong() <= grace) {
            return ALREADY;
        }
        metadata.put("deletionTimestamp", Writes.now().plusSeconds(grace).toString());
        metadata.put("deletionGracePeriodSeconds", grace);
        if (namespace) {
            Json.object(tree, "status").put("phase", "Terminating");
        }
        return MARKED;
    }

    /** Only a pod on a machine has any. */
    private static long grace(Key key, JsonNode tree, @Nullable Long wanted) {
        var spec = tree.path("spec");
        if (!key.resource().equals(Resources.POD) || !spec.has("nodeName")) {
            return 0;
        }
        return wanted == null ? spec.path("terminationGracePeriodSeconds").asLong(30) : wanted;
    }
}
