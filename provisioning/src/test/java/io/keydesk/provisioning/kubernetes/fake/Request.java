package io.keydesk.provisioning.kubernetes.fake;

import java.util.Map;

/**
 * What a client asked for.
 *
 * @param path decoded, without the query
 * @param query the last value of each parameter
 */
public record Request(String method, String path, Map<String, String> query) {

    public Request {
        query = Map.copyOf(query);
    }

    /** Whether it stays open until the watch ends. */
    public boolean isWatch() {
        return flag("watch");
    }

    /** Whether it asks what would be, and changes nothing. */
    public boolean isDryRun() {
        return query.containsKey("dryRun");
    }

    /** Whether it is a server-side apply, or a patch of another kind. */
    public boolean isPatch() {
        return method.equals("PATCH");
    }

    /** Whether it would change something. */
    public boolean isWrite() {
        return !method.equals("GET");
    }

    /** Whether its path has this plural, such as {@code statefulsets}, as the collection or above the object. */
    public boolean concerns(String plural) {
        return (path + "/").contains("/" + plural + "/");
    }

    boolean flag(String parameter) {
        var value = query.get(parameter);
        return "true".equals(value) || "1".equals(value);
    }
}
