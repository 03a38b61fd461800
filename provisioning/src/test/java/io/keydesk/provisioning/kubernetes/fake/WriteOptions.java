package io.keydesk.provisioning.kubernetes.fake;

import java.util.Objects;

/**
 * How a client wants its write done.
 *
 * @param manager in whose name fields are written
 * @param force whether an apply takes fields of others over
 */
record WriteOptions(String manager, boolean force, boolean dryRun) {

    static WriteOptions of(Call call) {
        var agent = call.header("user-agent").split("[/ ]", 2)[0];
        var manager = call.request().query().get("fieldManager");
        return new WriteOptions(
                Objects.requireNonNullElse(manager, agent.isEmpty() ? "unknown" : agent),
                call.request().flag("force"),
                call.request().isDryRun());
    }

    static WriteOptions by(String manager) {
        return new WriteOptions(manager, false, false);
    }

    FieldManager updating(Resource resource) {
        return new FieldManager(manager, false, resource.apiVersion());
    }

    FieldManager applying(Resource resource) {
        return new FieldManager(manager, true, resource.apiVersion());
    }
}
