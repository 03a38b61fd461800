package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.node.Situation;
import io.keydesk.provisioning.node.StartDecision;
import io.keydesk.provisioning.node.StartRules;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.FailoverOrder;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Nodes and Sentinels. A Sentinel that knows the cluster already starts before any node does, for it is asked who the
 * primary is; one that is new starts after them, because it is told.
 */
record ProcessesStep() implements Step {

    /** The primary, then its replicas. */
    private static final int ROUNDS = 2;

    @Override
    public Result take(Run run) {
        var starter = new Starter(run);
        var failed = startSentinels(run, starter, known(run));
        for (int round = 0; round < ROUNDS && failed.isEmpty(); round++) {
            if (run.cluster().missing(Kind.NODE).isEmpty()) {
                break;
            }
            switch (startNodes(run, starter)) {
                case Done _ -> {}
                case Waiting waiting -> {
                    return waiting;
                }
                case Failed failure -> failed = Optional.of(failure);
            }
        }
        if (failed.isEmpty() && run.cluster().missing(Kind.NODE).isEmpty()) {
            failed = introduceSentinels(run, starter);
        }
        if (failed.isPresent()) {
            return failed.get().reason().equals(Starter.PORT_IN_USE)
                            && !run.record().started()
                    ? moveElsewhere(run)
                    : failed.get();
        }
        boolean complete = Stream.of(Kind.values())
                .allMatch(kind -> run.cluster().missing(kind).isEmpty());
        if (complete && !run.record().started()) {
            run.record().asStarted().write(run.folder());
        }
        return complete ? new Done() : new Waiting("Starting nodes and Sentinels");
    }

    /** Nobody knows the addresses yet: begins again with others. */
    private static Result moveElsewhere(Run run) {
        new Shutdown(run.cluster()).all(Shutdown.QUICK);
        PrivateFiles.remove(run.folder().nodes());
        PrivateFiles.remove(run.folder().record());
        return new Waiting("Choosing other ports");
    }

    private static Result startNodes(Run run, Starter starter) {
        var view = run.look();
        var ready = new ArrayList<Slot>();
        var roles = new ArrayList<String>();
        var waiting = Optional.<String>empty();
        for (var slot : run.cluster().missing(Kind.NODE)) {
            var situation = Situation.of(
                    slot.index(), run.cluster().attempt(slot), !run.record().started(), view);
            switch (StartRules.decide(situation)) {
                case StartDecision.Lead _ -> {
                    if (ready.isEmpty()) {
                        starter.prepareNode(slot, null);
                        ready.add(slot);
                        roles.add("primary");
                    }
                }
                case StartDecision.Follow(int index) -> {
                    starter.prepareNode(slot, view.members().get(index).node());
                    ready.add(slot);
                    roles.add("replica of " + Member.name(index));
                }
                case StartDecision.OrderFailover(var why) -> {
                    order(run, slot, why);
                    waiting = Optional.of("Waiting for a failover: " + why);
                }
                case StartDecision.Wait(var why) -> waiting = Optional.of("Waiting: " + why);
            }
        }
        if (ready.isEmpty()) {
            return new Waiting(waiting.orElse("Starting nodes"));
        }
        var failed = starter.start(ready);
        if (failed.isPresent()) {
            return failed.get();
        }
        for (int i = 0; i < ready.size() && run.record().started(); i++) {
            run.cluster()
                    .tell(
                            "node-started",
                            "%s started as %s"
                                    .formatted(
                                            Sentences.capitalised(ready.get(i).label()), roles.get(i)));
        }
        return new Done();
    }

    private static void order(Run run, Slot slot, String why) {
        var peers = run.members().stream()
                .filter(member -> member.index() != slot.index())
                .toList();
        var reply = FailoverOrder.give(peers, run.cluster(), run.secrets().opsLogin());
        if (reply == FailoverOrder.Reply.ORDERED) {
            run.cluster()
                    .tell(
                            "failover-ordered",
                            "%s does not start empty: %s".formatted(Sentences.capitalised(slot.label()), why));
        }
    }

    private static List<Slot> known(Run run) {
        return run.cluster().missing(Kind.SENTINEL).stream()
                .filter(slot -> Files.exists(run.folder().configuration(slot)))
                .toList();
    }

    private static Optional<Failed> startSentinels(Run run, Starter starter, List<Slot> slots) {
        if (slots.isEmpty()) {
            return Optional.empty();
        }
        var failed = starter.start(slots);
        if (failed.isEmpty() && run.record().started()) {
            slots.forEach(
                    slot -> run.cluster().tell("sentinel-started", Sentences.capitalised(slot.label()) + " started"));
        }
        return failed;
    }

    private static Optional<Failed> introduceSentinels(Run run, Starter starter) {
        var strangers = run.cluster().missing(Kind.SENTINEL);
        if (strangers.isEmpty()) {
            return Optional.empty();
        }
        var primary = primary(run.look());
        primary.ifPresent(address -> strangers.forEach(slot -> starter.prepareSentinel(slot, address)));
        return primary.isPresent() ? startSentinels(run, starter, strangers) : Optional.empty();
    }

    /** The one that Sentinels name; where none of them knows, the only node that says it is the primary. */
    private static Optional<Address> primary(ClusterView view) {
        var named = view.elected().or(() -> view.votes().stream().findFirst());
        var primaries = view.members().stream()
                .filter(member ->
                        view.node(member.index()).filter(NodeState::isPrimary).isPresent())
                .toList();
        return named.map(index -> view.members().get(index))
                .or(() -> primaries.size() == 1 ? primaries.stream().findFirst() : Optional.empty())
                .map(Member::node);
    }
}
