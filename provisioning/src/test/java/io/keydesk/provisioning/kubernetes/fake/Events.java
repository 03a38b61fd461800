package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/** What controllers and machines have to say about objects. The same said again is counted. */
final class Events {

    private final ObjectStore store;
    private final Writes writes;
    private final String component;

    Events(ObjectStore store, Writes writes, String component) {
        this.store = store;
        this.writes = writes;
        this.component = component;
    }

    void normal(Stored about, String reason, String message) {
        tell(about, "Normal", reason, message);
    }

    void warning(Stored about, String reason, String message) {
        tell(about, "Warning", reason, message);
    }

    private void tell(Stored about, String type, String reason, String message) {
        var name = "%s.%08x".formatted(about.key().name(), Objects.hash(about.uid(), reason, message));
        var key = Resources.EVENT.named(about.key().namespace(), name);
        var now = Writes.now().toString();
        if (store.get(key).isPresent()) {
            writes.modify(
                    key,
                    event -> event.put("count", event.path("count").asInt() + 1).put("lastTimestamp", now));
            return;
        }
        try {
            writes.create(key, event(about, type, reason, message, now), WriteOptions.by(component));
        } catch (Refused e) {
            // its namespace is going
        }
    }

    private ObjectNode event(Stored about, String type, String reason, String message, String now) {
        var event = Json.object()
                .put("type", type)
                .put("reason", reason)
                .put("message", message)
                .put("count", 1)
                .put("firstTimestamp", now)
                .put("lastTimestamp", now)
                .put("reportingComponent", component);
        event.putObject("source").put("component", component);
        event.putObject("involvedObject")
                .put("kind", about.key().resource().kind())
                .put("apiVersion", about.key().resource().apiVersion())
                .put("namespace", about.key().namespace())
                .put("name", about.key().name())
                .put("uid", about.uid());
        return event;
    }
}
