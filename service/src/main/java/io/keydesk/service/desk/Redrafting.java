package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.approval.Verdict;
import io.keydesk.service.ticket.Finding;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.work.Times;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Puts another request into the place of that of a ticket which waits. Stores nothing. */
final class Redrafting {

    private final DeskPorts ports;
    private final Drafting drafting;
    private final Carrying carrying;

    Redrafting(DeskPorts ports) {
        this.ports = ports;
        this.drafting = new Drafting(ports);
        this.carrying = new Carrying(ports, drafting);
    }

    /** The other request as its requester would file it; that the caller may do so is for the callers of this to see. */
    Answer<Draft> draft(Caller caller, Ticket ticket, TicketRequest request) {
        boolean same = request.kind().equals(ticket.request().kind())
                && request.cluster().equals(ticket.request().cluster());
        if (isForcedOnly(ticket.request(), request)) {
            return Answer.refused(
                    Invalid.of(
                            "request.urgent",
                            "urgent cannot be added to a ticket that is filed: cancel it, and let an admin file another with urgent"));
        }
        return same
                ? drafting.redraft(caller, Asked.by(ticket).corrected(request), ticket.tenant())
                : Answer.refused(Invalid.of(
                        "request",
                        "request must stay of the same kind and cluster: cancel the ticket and file another"));
    }

    /** The tenant is told why an upgrade is forced when its ticket is filed, and nobody is asked of that one. */
    private static boolean isForcedOnly(TicketRequest before, TicketRequest now) {
        return now instanceof UpgradeVersion upgrade
                && upgrade.isForced()
                && !(before instanceof UpgradeVersion filed && Objects.equals(upgrade.urgent(), filed.urgent()));
    }

    /**
     * The ticket, which is held, with the other request, if the policies allow that.
     *
     * @param waiting how it waits then, by the number of people who must approve it
     */
    Answer<Ticket> replaced(
            Ticket ticket, Draft draft, IntFunction<AwaitingApproval> waiting, @Nullable String reference) {
        if (draft.request() instanceof OrderCluster order) {
            var taken = carrying.nameTaken(ticket.tenant(), order, Optional.of(ticket));
            if (taken.isPresent()) {
                return Answer.refused(taken.get());
            }
        }
        return switch (ports.policies().judge(draft.matter())) {
            case Verdict.Refused(var refusal) -> Answer.refused(refusal);
            case Verdict.ApprovedBy approved ->
                Answer.of(replaced(ticket, draft, approved.findings(), waiting.apply(1), reference));
            case Verdict.NeedsPeople(var people, var findings) ->
                Answer.of(replaced(ticket, draft, findings, waiting.apply(people), reference));
        };
    }

    private Ticket replaced(
            Ticket ticket, Draft draft, List<Finding> findings, AwaitingApproval waiting, @Nullable String reference) {
        return ticket.corrected(
                draft.request(), draft.preview(), findings, waiting, reference, Times.now(ports.clock()));
    }
}
