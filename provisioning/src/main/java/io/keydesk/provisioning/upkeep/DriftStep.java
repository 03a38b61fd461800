package io.keydesk.provisioning.upkeep;

import io.keydesk.provisioning.node.Drift;
import io.keydesk.provisioning.valkey.NoAnswer;
import io.keydesk.provisioning.valkey.Refusal;
import io.keydesk.service.crash.CrashPoint;
import java.util.List;

/**
 * Users and options that somebody changed by hand. Before nodes and Sentinels are waited for: without them they might never
 * agree.
 */
public record DriftStep() implements Step<Site> {

    @Override
    public String phrase() {
        return "Comparing the users of nodes and Sentinels";
    }

    @Override
    public Result take(Site site) {
        var drifts = site.drifts().in(site.look());
        if (drifts.isEmpty()) {
            return new Done();
        }
        drifts.forEach(drift -> repair(site, drift));
        CrashPoint.DRIFT_REPAIRED.reached();
        site.changed();
        var left = site.drifts().in(site.look());
        drifts.stream()
                .filter(drift -> left.stream().noneMatch(drift::isSameAs))
                .forEach(drift -> site.notebook()
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
    static void repair(Site site, Drift drift) {
        try (var connection = site.client().open(drift.address())) {
            connection.ask(drift.repair().toArray(String[]::new));
        } catch (NoAnswer | Refusal e) {
            return;
        }
    }
}
