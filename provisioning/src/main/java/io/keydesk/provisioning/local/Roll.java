package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Step.Result;
import io.keydesk.provisioning.local.Step.Waiting;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.SwitchOver;
import io.keydesk.service.crash.CrashPoint;
import java.util.List;

/**
 * Restarts the nodes that deviate in what only a restart changes: replicas first, the primary last, after it has handed
 * over. Each call takes one step, from a settled cluster; which is next follows from what the nodes say, so that a crash
 * in between does not matter.
 */
record Roll(Run run) {

    static final String NO_FOLDER = "because its data folder was deleted";

    /** A node that has to restart, and why: continues "node 1 restarts". */
    record Stale(Member member, String why) {}

    Result next(ClusterView settled, List<Stale> stale) {
        var primary = settled.primary().orElseThrow(() -> new IllegalArgumentException("the cluster is not settled"));
        return stale.stream()
                .filter(node -> !node.member().equals(primary))
                .findFirst()
                .map(this::restart)
                .orElseGet(() -> settled.isReadyToSwitch()
                        ? handOver(primary)
                        : new Waiting("Waiting until every Sentinel reaches both replicas"));
    }

    /** Ends the node; as one that is missing it is started again by the start rules. */
    private Result restart(Stale replica) {
        int index = replica.member().index();
        run.cluster().tell("node-restarting", sentence(index, replica.why()));
        run.changed();
        new Shutdown(run.cluster()).these(List.of(Slot.node(index)), Shutdown.GRACEFUL);
        CrashPoint.NODE_ENDED.reached();
        return new Waiting("Restarting " + Member.name(index));
    }

    static String sentence(int index, String why) {
        return "%s restarts %s".formatted(Sentences.capitalised(Member.name(index)), why);
    }

    private Result handOver(Member primary) {
        var name = Member.name(primary.index());
        run.changed();
        if (new SwitchOver(run.members(), run.cluster(), run.client()).from(primary)) {
            run.cluster().tell("switched-over", Sentences.capitalised(name) + " handed over to a replica");
        }
        return new Waiting("Handing over from " + name);
    }
}
