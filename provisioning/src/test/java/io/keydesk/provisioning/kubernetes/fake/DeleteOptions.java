package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a client wants an object deleted.
 *
 * @param grace in seconds; {@code null} for what the pod itself says
 */
record DeleteOptions(
        @Nullable Long grace,
        String propagation,
        @Nullable String uid,
        @Nullable String version,
        boolean dryRun) {

    static final DeleteOptions BACKGROUND = new DeleteOptions(null, "Background", null, null, false);

    static DeleteOptions of(Request request, byte[] body) {
        var options = body.length == 0 ? Json.object() : Json.read(body);
        return new DeleteOptions(
                number(request.query(), options, "gracePeriodSeconds"),
                text(request.query(), options, "propagationPolicy", "Background"),
                options.path("preconditions").path("uid").textValue(),
                options.path("preconditions").path("resourceVersion").textValue(),
                request.isDryRun() || options.has("dryRun"));
    }

    /** Removes it now. */
    static DeleteOptions atOnce(String uid) {
        return new DeleteOptions(0L, "Background", uid, null, false);
    }

    private static @Nullable Long number(Map<String, String> query, JsonNode options, String name) {
        if (query.get(name) instanceof String given) {
            return Long.valueOf(given);
        }
        return options.hasNonNull(name) ? options.get(name).asLong() : null;
    }

    private static String text(Map<String, String> query, JsonNode options, String name, String otherwise) {
        return query.getOrDefault(name, options.path(name).asText(otherwise));
    }
}
