package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.node.Situation;
import io.keydesk.provisioning.node.StartDecision;
import io.keydesk.provisioning.node.StartRules;
import io.keydesk.provisioning.upkeep.Failover;
import io.keydesk.provisioning.upkeep.LastResort;
import io.keydesk.provisioning.upkeep.Sentences;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.service.crash.CrashPoint;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Nodes that run, each in a role in which nothing is lost. Sentinels that know the cluster already start before them, for
 * they are asked who the primary is.
 */
record NodesStep() implements Step<Run> {

    /** The primary, then its replicas. */
    private static final int ROUNDS = 2;

    @Override
    public String phrase() {
        return "Starting 3 nodes";
    }

    @Override
    public Result take(Run run) {
        new Unanswered(run).end();
        new Homeless(run).endUnlinked();
        new LastResort(run).promote();
        if (run.cluster().missing(Kind.NODE).isEmpty()) {
            return new Done();
        }
        var failed = SentinelsStep.start(run, SentinelsStep.known(run));
        if (failed.isPresent() && !run.record().started()) {
            return OtherPorts.insteadOf(failed.get(), run);
        }
        // Whatever keeps a Sentinel from starting need not keep the nodes from it.
        var result = startInRounds(run);
        return failed.<Result>map(obstacle -> obstacle)
                .filter(_ -> !(result instanceof Failed))
                .orElse(result);
    }

    private static Result startInRounds(Run run) {
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
        var past = new Situation.Past(!run.record().started(), run.stored());
        var roles = new LinkedHashMap<Slot, String>();
        var waiting = Optional.<String>empty();
        for (var slot : run.cluster().missing(Kind.NODE)) {
            int attempt = run.cluster().attempt(slot);
            switch (StartRules.decide(Situation.of(slot.index(), attempt, past, view))) {
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
                    new Failover(run)
                            .order(
                                    view.members().get(slot.index()),
                                    "%s does not start empty: %s".formatted(Sentences.capitalised(slot.label()), why));
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
        if (run.record().started()) {
            roles.keySet().removeIf(slot -> !run.cluster().runs(slot));
            roles.forEach((slot, role) -> run.notebook()
                    .tell("node-started", "%s started as %s".formatted(Sentences.capitalised(slot.label()), role)));
        }
        return failed.map(obstacle -> OtherPorts.insteadOf(obstacle, run)).orElseGet(Acted::new);
    }
}
