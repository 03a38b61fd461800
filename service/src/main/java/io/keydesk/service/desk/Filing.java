package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.approval.Verdict;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.crash.CrashPoint;
import io.keydesk.service.ticket.Decision;
import io.keydesk.service.ticket.Finding;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Previewing and filing tickets. */
public final class Filing {

    private final DeskPorts ports;
    private final Drafting drafting;
    private final Carrying carrying;
    private final Once once;
    private final Reading reading;
    private final Conversation conversation;

    public Filing(DeskPorts ports) {
        this.ports = ports;
        this.drafting = new Drafting(ports);
        this.carrying = new Carrying(ports, drafting);
        this.once = new Once(ports);
        this.reading = new Reading(ports);
        this.conversation = new Conversation(ports);
    }

    /** What a request would change; what filing would refuse is refused. Nothing is stored, no name is reserved. */
    public Answer<Preview> preview(Caller caller, TicketRequest request, Optional<String> tenant) {
        return drafting.draft(caller, Asked.anew(request, When.NOW), tenant)
                .then(draft -> nameTaken(draft)
                        .or(() -> ports.policies().judge(draft.matter()) instanceof Verdict.Refused(var refusal)
                                ? Optional.of(refusal)
                                : Optional.empty())
                        .map(Answer::<Preview>refused)
                        .orElseGet(() -> Answer.of(draft.preview())));
    }

    private Optional<Refusal> nameTaken(Draft draft) {
        return draft.request() instanceof OrderCluster order
                ? carrying.nameTaken(draft.matter().tenant().slug(), order, Optional.empty())
                        .map(taken -> taken)
                : Optional.empty();
    }

    /** Files a ticket, which waits for approval unless a policy approves it at once. */
    public Answer<Ticket> file(Caller caller, FileTicket filing, Optional<IdempotencyKey> key) {
        var errors = Texts.errors(filing.comment(), filing.externalReference());
        if (!errors.isEmpty()) {
            return Answer.refused(new Invalid(errors));
        }
        Function<UUID, Answer<Ticket>> replay = id -> reading.ticket(caller, id.toString());
        var filed = once.replayed(caller, key, replay)
                .orElseGet(() -> drafting.draft(caller, Asked.anew(filing.request(), filing.when()), filing.tenant())
                        .then(draft -> once.run(
                                caller,
                                key,
                                replay,
                                ticket -> ticket.id().value(),
                                () -> file(caller, filing, draft))));
        CrashPoint.TICKET_FILED.reached();
        return filed;
    }

    /** The same for a ticket that keydesk itself files, and notes in the same transaction. */
    public Answer<Ticket> file(Caller caller, FileTicket filing, Occasion occasion) {
        var filed = drafting.draft(caller, Asked.anew(filing.request(), filing.when()), filing.tenant())
                .then(draft -> once.twice(() -> occasion.missed()
                        .map(Answer::<Ticket>refused)
                        .orElseGet(() -> file(caller, filing, draft).map(ticket -> {
                            occasion.filed(ticket);
                            return ticket;
                        }))));
        CrashPoint.TICKET_FILED.reached();
        return filed;
    }

    private Answer<Ticket> file(Caller caller, FileTicket filing, Draft draft) {
        var taken = nameTaken(draft);
        if (taken.isPresent()) {
            return Answer.refused(taken.get());
        }
        var at = Times.now(ports.clock());
        var neverDue = Timing.refusal(filing.when(), draft.cluster(), at);
        if (neverDue.isPresent()) {
            return Answer.refused(neverDue.get());
        }
        return switch (ports.policies().judge(draft.matter())) {
            case Verdict.Refused(var refusal) -> Answer.refused(refusal);
            case Verdict.NeedsPeople(var people, var findings) ->
                Answer.of(added(
                        ticket(caller, filing, draft, new AwaitingApproval(people, List.of()), findings, at),
                        caller,
                        filing,
                        draft.cluster()));
            case Verdict.ApprovedBy(var policy, var findings) -> {
                var waiting = new AwaitingApproval(1, List.of());
                var ticket = ticket(caller, filing, draft, waiting, findings, at);
                var decision = Decision.ofPolicy(policy, at, draft.preview().brief());
                // Asked before anything is stored: a refusal does not undo what the transaction has written.
                var deciding = new Deciding(ports);
                yield deciding.obstacle(ticket, at)
                        .map(Answer::<Ticket>refused)
                        .orElseGet(() ->
                                deciding.approved(added(ticket, caller, filing, draft.cluster()), waiting, decision));
            }
        };
    }

    private Ticket ticket(
            Caller caller, FileTicket filing, Draft draft, AwaitingApproval state, List<Finding> findings, Instant at) {
        return new Ticket(
                new TicketId(Ids.next()),
                TicketNumber.NONE,
                draft.matter().tenant().slug(),
                caller.name(),
                draft.request(),
                draft.cluster().map(cluster -> cluster.id()).orElseGet(() -> new ClusterId(Ids.next())),
                filing.when(),
                state,
                draft.preview(),
                findings,
                List.of(),
                filing.externalReference().orElse(null),
                at,
                at,
                0);
    }

    /** For the tenant, who is not asked. */
    private static String notice(UpgradeVersion upgrade, When when, Optional<Cluster> cluster, Instant at) {
        var time = switch (when) {
            case When.Now _ -> "now";
            case When.At(var later) -> "at " + later;
            case When.Window _ ->
                cluster.flatMap(existing -> Optional.ofNullable(existing.maintenanceWindow()))
                                .filter(window -> window.isOpen(at))
                                .isPresent()
                        ? "now, in the maintenance window that is open"
                        : "in the next maintenance window";
        };
        return "An admin upgrades the cluster to version %s %s, without anybody's approval: %s"
                .formatted(upgrade.version(), time, upgrade.urgent());
    }

    private Ticket added(Ticket drafted, Caller caller, FileTicket filing, Optional<Cluster> cluster) {
        var ticket = ports.tickets().add(drafted);
        var at = ticket.createdAt();
        CrashPoint.TICKET_WRITTEN.reached();
        ports.timeline()
                .add(Event.on(
                                ticket,
                                "ticket-filed",
                                caller.name(),
                                ticket.request().summary() + ".",
                                at)
                        .changing(null, ticket.state().label()));
        if (ticket.request() instanceof UpgradeVersion upgrade && upgrade.isForced()) {
            var notice = notice(upgrade, filing.when(), cluster, at);
            ports.timeline().add(Event.on(ticket, "upgrade-forced", caller.name(), notice, at));
        }
        filing.comment().ifPresent(text -> conversation.say(ticket, caller, text, at));
        return ticket;
    }
}
