package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Quotas and policies of the cluster: what it refuses to take, and how it says so. */
public final class Admission {

    private record Rule(Predicate<JsonNode> objects, String message) {}

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    Admission() {}

    /**
     * Refuses with 403 from now on to create, or to change, these objects.
     *
     * @param objects whole, as they would be stored
     * @param message what is said behind {@code pods "x" is forbidden: }
     */
    public void refuse(Predicate<JsonNode> objects, String message) {
        rules.add(new Rule(objects, message));
    }

    /** Refuses all of a kind. */
    public void refuseKind(String kind, String message) {
        refuse(object -> object.path("kind").asText().equals(kind), message);
    }

    /** Takes everything again. */
    public void refuseNothing() {
        rules.clear();
    }

    void check(Key key, JsonNode object) {
        rules.stream().filter(rule -> rule.objects().test(object)).findFirst().ifPresent(rule -> {
            throw Refused.forbidden(key, rule.message());
        });
    }
}
