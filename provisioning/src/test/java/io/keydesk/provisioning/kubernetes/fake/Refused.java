package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

/** An answer other than success, as the API server words it. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient ObjectNode status;

    private Refused(int code, String reason, String message, ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", message).put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        status.put("code", code);
    }

    int code() {
        return code;
    }

    ObjectNode status() {
        return status;
    }

    /** What an injected failure says. */
    static Refused because(int code, String message) {
        var reason = switch (code) {
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 409 -> "Conflict";
            case 429 -> "TooManyRequests";
            case 503 -> "ServiceUnavailable";
            case 504 -> "Timeout";
            default -> "InternalError";
        };
        return new Refused(code, reason, message, Json.object());
    }

    static Refused badRequest(String message) {
        return new Refused(400, "BadRequest", message, Json.object());
    }

    static Refused unknownPath() {
        return new Refused(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    static Refused notFound(Key key) {
        return new Refused(
                404,
                "NotFound",
                "%s \"%s\" not found".formatted(key.resource().qualified(), key.name()),
                details(key, key.resource().plural()));
    }

    static Refused alreadyExists(Key key) {
        return new Refused(
                409,
                "AlreadyExists",
                "%s \"%s\" already exists".formatted(key.resource().qualified(), key.name()),
                details(key, key.resource().plural()));
    }

    static Refused conflict(Key key, String why) {
        return new Refused(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s"
                        .formatted(key.resource().qualified(), key.name(), why),
                details(key, key.resource().plural()));
    }

    static Refused forbidden(Key key, String why) {
        return new Refused(
                403,
                "Forbidden",
                "%s \"%s\" is forbidden: %s".formatted(key.resource().qualified(), key.name(), why),
                details(key, key.resource().plural()));
    }

    static Refused invalid(Key key, String field, String why) {
        var details = details(key, key.resource().kind());
        details.putArray("causes")
                .addObject()
                .put("reason", "FieldValueInvalid")
                .put("message", why)
                .put("field", field);
        return new Refused(
                422,
                "Invalid",
                "%s \"%s\" is invalid: %s: %s".formatted(key.resource().qualifiedKind(), key.name(), field, why),
                details);
    }

    static Refused fieldConflicts(Map<FieldManager, Set<FieldPath>> conflicts) {
        var details = Json.object();
        var causes = details.putArray("causes");
        var lines = new ArrayList<String>();
        conflicts.forEach((manager, paths) -> paths.stream()
                .map(FieldPath::display)
                .sorted()
                .forEach(field -> {
                    var message = "conflict with " + manager.display();
                    causes.addObject()
                            .put("reason", "FieldManagerConflict")
                            .put("message", message)
                            .put("field", field);
                    lines.add(message + ": " + field);
                }));
        var message = "Apply failed with %d conflict%s: %s"
                .formatted(lines.size(), lines.size() == 1 ? "" : "s", String.join("\n- ", lines));
        return new Refused(409, "Conflict", message, details);
    }

    static Refused expired(long asked, long known) {
        return new Refused(410, "Expired", "too old resource version: %d (%d)".formatted(asked, known), Json.object());
    }

    private static ObjectNode details(Key key, String kind) {
        var details = Json.object().put("name", key.name());
        if (!key.resource().group().isEmpty()) {
            details.put("group", key.resource().group());
        }
        return details.put("kind", kind);
    }
}
