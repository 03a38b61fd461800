package io.keydesk.provisioning.upkeep;

import io.keydesk.provisioning.upkeep.Step.Result;
import io.keydesk.provisioning.upkeep.Step.Waiting;
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
public record Roll(Site site) {

    /** A node that has to restart, and why: continues "node 1 restarts". */
    public record Stale(Member member, String why) {

        /** For the timeline, where it is a {@code node-restarting}. */
        public String sentence() {
            return "%s restarts %s".formatted(Sentences.capitalised(Member.name(member.index())), why);
        }
    }

    public Result next(ClusterView settled, List<Stale> stale) {
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
        site.notebook().tell("node-restarting", replica.sentence());
        site.changed();
        site.restart(replica.member());
        CrashPoint.NODE_ENDED.reached();
        return new Waiting("Restarting " + Member.name(replica.member().index()));
    }

    private Result handOver(Member primary) {
        var name = Member.name(primary.index());
        site.changed();
        if (new SwitchOver(site.members(), site.presence(), site.client()).from(primary)) {
            site.notebook().tell("switched-over", Sentences.capitalised(name) + " handed over to a replica");
        }
        return new Waiting("Handing over from " + name);
    }
}
