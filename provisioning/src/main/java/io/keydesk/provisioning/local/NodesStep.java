package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.node.Situation;
import io.keydesk.provisioning.node.StartDecision;
import io.keydesk.provisioning.node.StartRules;
import io.keydesk.provisioning.valkey.FailoverOrder;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.service.crash.CrashPoint;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Nodes that run, each in a role in which nothing is lost. Sentinels that know the cluster already start before them, for
 * they are asked who the primary is.
 */
record NodesStep() implements Step {

    /** The primary, then its replicas. */
    private static final int ROUNDS = 2;

    @Override
    public String phrase() {
        return "Starting 3 nodes";
    }

    @Override
    public Result take(Run run) {
        if (run.cluster().missing(Kind.NODE).isEmpty()) {
            return new Done();
        }
        var failed = SentinelsStep.start(run, SentinelsStep.known(run));
        if (failed.isPresent()) {
            return OtherPorts.insteadOf(failed.get(), run);
        }
        Result result = new Acted();
        for (int round = 0; round < ROUNDS && result instanceof Acted; round++) {
            if (!run.cluster().missing(Kind.NODE).isEmpty()) {
                result = start(run);
            }
        }
        return result;
    }

    private static Result start(Run run) {
        var starter = new Starter(run);
        var view = run.look();
        var roles = new LinkedHashMap<Slot, String>();
        var waiting = Optional.<String>empty();
        for (var slot : run.cluster().missing(Kind.NODE)) {
            boolean first = !run.record().started();
            switch (StartRules.decide(Situation.of(slot.index(), run.cluster().attempt(slot), first, view))) {
                case StartDecision.Lead _ -> {
                    if (roles.isEmpty()) {
                        starter.prepareNode(slot, null);
                        roles.put(slot, "primary");
                    }
                }
                case StartDecision.Follow(int index) -> {
                    starter.prepareNode(slot, view.members().get(index).node());
                    roles.put(slot, "replica of " + Member.name(index));
                }
                case StartDecision.OrderFailover(var why) -> {
                    order(run, slot, why);
                    waiting = Optional.of("Waiting for a failover: " + why);
                }
                case StartDecision.Wait(var why) -> waiting = Optional.of("Waiting: " + why);
            }
        }
        if (roles.isEmpty()) {
            return new Waiting(waiting.orElse("Starting nodes"));
        }
        CrashPoint.NODES_PREPARED.reached();
        var failed = starter.start(roles.keySet());
        if (failed.isPresent()) {
            return OtherPorts.insteadOf(failed.get(), run);
        }
        if (run.record().started()) {
            roles.forEach((slot, role) -> run.cluster()
                    .tell("node-started", "%s started as %s".formatted(Sentences.capitalised(slot.label()), role)));
        }
        return new Acted();
    }

    private static void order(Run run, Slot slot, String why) {
        if (run.look().isFailingOver() || !run.cluster().mayOrderFailover()) {
            return;
        }
        var order = new FailoverOrder(
                run.members().get(slot.index()), run.cluster(), run.secrets().opsLogin());
        if (order.give(run.members()) == FailoverOrder.Reply.ORDERED) {
            run.cluster().orderedFailover();
            run.cluster()
                    .tell(
                            "failover-ordered",
                            "%s does not start empty: %s".formatted(Sentences.capitalised(slot.label()), why));
        }
    }
}
