package io.keydesk.api.ticket;

import io.keydesk.api.http.Bodies;
import io.keydesk.openapi.body.CanDecide;
import io.keydesk.openapi.body.Decision;
import io.keydesk.openapi.body.PolicyOpinion;
import io.keydesk.openapi.body.PolicyVerdict;
import io.keydesk.openapi.body.Progress;
import io.keydesk.openapi.body.Ticket;
import io.keydesk.openapi.body.TicketLinks;
import io.keydesk.openapi.body.Verdict;
import io.keydesk.service.access.Caller;
import io.keydesk.service.desk.Reading;
import io.keydesk.service.ticket.Comment;
import io.keydesk.service.ticket.TicketState;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.Cancelled;
import io.keydesk.service.ticket.TicketState.Expired;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.TicketState.Rejected;
import io.keydesk.service.ticket.TicketState.Scheduled;
import org.springframework.stereotype.Component;

/** Tickets as callers get them. */
@Component
class TicketBodies {

    private final Reading reading;

    TicketBodies(Reading reading) {
        this.reading = reading;
    }

    Ticket body(Caller caller, io.keydesk.service.ticket.Ticket ticket) {
        var self = "/v1/tickets/" + ticket.id();
        var body = Ticket.builder()
                .id(ticket.id().value())
                .number(ticket.number().toString())
                .tenant(ticket.tenant().value())
                .requester(ticket.requester())
                .state(io.keydesk.openapi.body.TicketState.fromValue(
                        ticket.state().label()))
                .request(TicketRequests.write(ticket.request()))
                .clusterId(ticket.clusterId().value())
                .preview(PreviewBodies.body(ticket.preview()))
                .policies(ticket.findings().stream()
                        .map(finding -> PolicyOpinion.builder()
                                .name(finding.policy())
                                .verdict(PolicyVerdict.fromValue(
                                        finding.verdict().label()))
                                .message(finding.message())
                                .build())
                        .toList())
                .decisions(ticket.decisions().stream()
                        .map(decision -> Decision.builder()
                                .by(decision.by())
                                .verdict(Verdict.fromValue(decision.verdict().label()))
                                .comment(decision.comment())
                                .at(Bodies.utc(decision.at()))
                                .preview(decision.seen() == null ? null : PreviewBodies.body(decision.seen()))
                                .build())
                        .toList())
                .when(TicketTimes.write(ticket.when()))
                .canDecide(canDecide(caller, ticket))
                .externalReference(ticket.externalReference())
                .createdAt(Bodies.utc(ticket.createdAt()))
                .updatedAt(Bodies.utc(ticket.updatedAt()))
                .links(TicketLinks.builder()
                        .self(self)
                        .cluster("/v1/clusters/" + ticket.clusterId())
                        .events(self + "/events")
                        .comments(self + "/comments")
                        .build());
        return inState(body, ticket.state()).build();
    }

    private CanDecide canDecide(Caller caller, io.keydesk.service.ticket.Ticket ticket) {
        var whyNot = reading.whyNotDecide(caller, ticket);
        return CanDecide.builder()
                .allowed(whyNot.isEmpty())
                .reason(whyNot.orElse(null))
                .build();
    }

    private static Ticket.Builder inState(Ticket.Builder body, TicketState state) {
        body.approvalsNeeded(0);
        return switch (state) {
            case AwaitingApproval waiting ->
                body.approvalsNeeded(waiting.needed() - waiting.approvedBy().size());
            case Approved approved -> body.approvedAt(Bodies.utc(approved.approvedAt()));
            case Scheduled scheduled ->
                body.approvedAt(Bodies.utc(scheduled.approvedAt()))
                        .dueAt(Bodies.utc(scheduled.dueAt()))
                        .waitsFor(scheduled.waitsFor());
            case InProgress working ->
                body.approvedAt(Bodies.utc(working.approvedAt()))
                        .startedAt(Bodies.utc(working.startedAt()))
                        .progress(Progress.builder()
                                .step(working.progress().step())
                                .of(working.progress().of())
                                .message(working.progress().message())
                                .build());
            case Fulfilled done ->
                body.approvedAt(Bodies.utc(done.approvedAt()))
                        .startedAt(Bodies.utc(done.startedAt()))
                        .endedAt(Bodies.utc(done.endedAt()))
                        .drill(done.drill() == null ? null : Bodies.drill(done.drill()));
            case Failed failed ->
                body.approvedAt(Bodies.utc(failed.approvedAt()))
                        .startedAt(failed.startedAt() == null ? null : Bodies.utc(failed.startedAt()))
                        .endedAt(Bodies.utc(failed.endedAt()))
                        .reason(failed.reason());
            case Rejected rejected ->
                body.endedAt(Bodies.utc(rejected.endedAt())).reason(rejected.reason());
            case Cancelled cancelled ->
                body.approvedAt(cancelled.approvedAt() == null ? null : Bodies.utc(cancelled.approvedAt()))
                        .endedAt(Bodies.utc(cancelled.endedAt()))
                        .reason(cancelled.reason());
            case Expired expired -> body.endedAt(Bodies.utc(expired.endedAt())).reason(expired.reason());
        };
    }

    static io.keydesk.openapi.body.Comment body(Comment comment) {
        return io.keydesk.openapi.body.Comment.builder()
                .id(comment.id())
                .author(comment.author())
                .text(comment.text())
                .at(Bodies.utc(comment.at()))
                .build();
    }
}
