package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.upkeep.Step;

/** Something that was to be kept was refused, in the middle of a step that cannot say so. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Step.Failed failed;

    Refused(Step.Failed failed) {
        super(failed.message());
        this.failed = failed;
    }

    Step.Failed failed() {
        return failed;
    }
}
