package io.keydesk.provisioning.local;

import io.keydesk.provisioning.upkeep.RotateStep;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.service.connection.ConnectionDocuments;
import io.keydesk.service.crash.CrashPoint;

/** The documents of the connection, where tenants look for them. */
record PublishStep() implements Step<Run> {

    @Override
    public String phrase() {
        return "Publishing the connection";
    }

    @Override
    public Result take(Run run) {
        var connection = run.connection();
        boolean written = PrivateFiles.write(run.folder().configMap(), ConnectionDocuments.configMap(connection));
        CrashPoint.CONFIG_MAP_PUBLISHED.reached();
        written |= PrivateFiles.write(run.folder().networkPolicy(), ConnectionDocuments.networkPolicy(connection));
        var record = run.record();
        if (written && record.revision() == run.desired().revision()) {
            run.notebook().tell("connection-restored", "The documents of the connection were changed or missing");
        }
        if (record.revision() != run.desired().revision()) {
            var unfinished = RotateStep.published(run);
            if (unfinished.isPresent()) {
                return unfinished.get();
            }
            CrashPoint.CONNECTION_PUBLISHED.reached();
            record.withRevision(run.desired().revision()).write(run.folder());
        }
        return new Done();
    }

    /** Whether it says what it should, byte for byte. */
    static boolean isConfigMapPublished(Run run) {
        return PrivateFiles.read(run.folder().configMap())
                .filter(ConnectionDocuments.configMap(run.connection())::equals)
                .isPresent();
    }

    static boolean isPolicyPublished(Run run) {
        return PrivateFiles.read(run.folder().networkPolicy())
                .filter(ConnectionDocuments.networkPolicy(run.connection())::equals)
                .isPresent();
    }
}
