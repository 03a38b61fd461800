package io.keydesk.provisioning.local;

import io.keydesk.provisioning.valkey.Health;
import io.keydesk.service.cluster.Condition;
import java.time.Instant;

/** Waits until nodes and Sentinels agree. */
record SettleStep() implements Step {

    @Override
    public Result take(Run run) {
        var view = run.look();
        if (view.isSettled()) {
            return new Done();
        }
        return new Health(view, Instant.EPOCH)
                .conditions().stream()
                        .filter(condition -> !condition.holds())
                        .map(Condition::message)
                        .findFirst()
                        .map(message -> new Waiting("Waiting: " + message))
                        .orElseGet(() -> new Waiting("Waiting for the Sentinels to know each other"));
    }
}
