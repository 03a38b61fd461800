package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Drift;
import io.keydesk.provisioning.valkey.NoAnswer;
import io.keydesk.provisioning.valkey.Refusal;
import io.keydesk.service.crash.CrashPoint;
import java.util.List;

/**
 * Users and options that somebody changed by hand. Before nodes and Sentinels are waited for: without them they might never
 * agree.
 */
record DriftStep() implements Step {

    @Override
    public String phrase() {
        return "Comparing the users of nodes and Sentinels";
    }

    @Override
    public Result take(Run run) {
        var drifts = run.drifts().in(run.look());
        if (drifts.isEmpty()) {
            return new Done();
        }
        drifts.forEach(drift -> repair(run, drift));
        CrashPoint.DRIFT_REPAIRED.reached();
        run.changed();
        var left = run.drifts().in(run.look());
        drifts.stream()
                .filter(drift -> left.stream().noneMatch(drift::isSameAs))
                .forEach(drift -> run.cluster()
                        .tell(
                                "drift-repaired",
                                Sentences.capitalised("%s had %s".formatted(drift.where(), drift.what()))));
        return failed(left);
    }

    private static Result failed(List<Drift> left) {
        return left.isEmpty()
                ? new Done()
                : new Failed(
                        "DriftRemains",
                        "%s has %s, and does not take what it is told."
                                .formatted(
                                        Sentences.capitalised(left.getFirst().where()),
                                        left.getFirst().what()),
                        true);
    }

    /** Whether it helped is seen by looking again. */
    private static void repair(Run run, Drift drift) {
        try (var connection = run.client().open(drift.address())) {
            connection.ask(drift.repair().toArray(String[]::new));
        } catch (NoAnswer | Refusal e) {
            return;
        }
    }
}
