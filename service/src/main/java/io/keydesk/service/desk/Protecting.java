package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Times;
import java.util.OptionalLong;

/** Protecting clusters: one that is protected is neither deleted nor powered off, whoever approves that. */
public final class Protecting {

    private final DeskPorts ports;
    private final ClusterChanging changing;

    public Protecting(DeskPorts ports) {
        this.ports = ports;
        this.changing = new ClusterChanging(ports);
    }

    /** Repeatable. Too late for a cluster that is being deleted. */
    public Answer<Cluster> protect(Caller caller, String id, OptionalLong ifVersion) {
        return changing.change(
                caller,
                id,
                ifVersion,
                "the deletion protection",
                cluster -> cluster.desired().state().deleted()
                        ? Answer.refused(new WrongState("Cluster %s is being deleted.".formatted(cluster.name())))
                        : Answer.of(stored(caller, cluster, true)));
    }

    /** Repeatable. */
    public Answer<Cluster> stopProtecting(Caller caller, String id, OptionalLong ifVersion) {
        return changing.change(
                caller, id, ifVersion, "the deletion protection", cluster -> Answer.of(stored(caller, cluster, false)));
    }

    private Cluster stored(Caller caller, Cluster cluster, boolean isProtected) {
        if (cluster.deletionProtection() == isProtected) {
            return cluster;
        }
        var at = Times.now(ports.clock());
        var next = cluster.protectedFromDeletion(isProtected, at);
        ports.clusters().update(next);
        ports.timeline()
                .add(
                        isProtected
                                ? Event.on(
                                        next,
                                        "deletion-protection-set",
                                        caller.name(),
                                        "The cluster can neither be deleted nor powered off.",
                                        at)
                                : Event.on(
                                        next,
                                        "deletion-protection-removed",
                                        caller.name(),
                                        "The cluster can be deleted and powered off.",
                                        at));
        return next;
    }
}
