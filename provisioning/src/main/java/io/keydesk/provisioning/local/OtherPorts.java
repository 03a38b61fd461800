package io.keydesk.provisioning.local;

import io.keydesk.provisioning.upkeep.Step.Failed;
import io.keydesk.provisioning.upkeep.Step.Result;
import io.keydesk.provisioning.upkeep.Step.Waiting;

/** What to do about a port that somebody else has taken: while nobody knows the addresses yet, begin again with others. */
final class OtherPorts {

    private OtherPorts() {}

    static Result insteadOf(Failed failed, Run run) {
        if (!failed.reason().equals(Starter.PORT_IN_USE) || run.record().started()) {
            return failed;
        }
        new Shutdown(run.cluster()).all(Shutdown.QUICK);
        PrivateFiles.remove(run.folder().nodes());
        PrivateFiles.remove(run.folder().record());
        return new Waiting("Choosing other ports");
    }
}
