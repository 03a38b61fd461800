package io.keydesk.api.ticket;

import io.keydesk.api.http.Etags;
import io.keydesk.api.http.IdempotencyKeyHeader;
import io.keydesk.api.http.Page;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.ApproveTicket;
import io.keydesk.openapi.body.Comment;
import io.keydesk.openapi.body.CommentPage;
import io.keydesk.openapi.body.CorrectTicket;
import io.keydesk.openapi.body.FileTicket;
import io.keydesk.openapi.body.MoveTicket;
import io.keydesk.openapi.body.NewComment;
import io.keydesk.openapi.body.Remark;
import io.keydesk.openapi.body.Ticket;
import io.keydesk.openapi.http.TicketsApi;
import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.desk.Correcting;
import io.keydesk.service.desk.Deciding;
import io.keydesk.service.desk.Filing;
import io.keydesk.service.desk.Reading;
import io.keydesk.service.desk.Scheduling;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TicketsController implements TicketsApi {

    private final Filing filing;
    private final Correcting correcting;
    private final Deciding deciding;
    private final Scheduling scheduling;
    private final Reading reading;
    private final TicketBodies bodies;
    private final IdempotencyKeyHeader keys;
    private final Callers callers;

    TicketsController(
            Filing filing,
            Correcting correcting,
            Deciding deciding,
            Scheduling scheduling,
            Reading reading,
            TicketBodies bodies,
            IdempotencyKeyHeader keys,
            Callers callers) {
        this.filing = filing;
        this.correcting = correcting;
        this.deciding = deciding;
        this.scheduling = scheduling;
        this.reading = reading;
        this.bodies = bodies;
        this.keys = keys;
        this.callers = callers;
    }

    @Override
    public ResponseEntity<Ticket> fileTicket(FileTicket body, @Nullable String idempotencyKey) {
        var caller = callers.current();
        var key = keys.read(idempotencyKey, "file", body);
        var ticket = filing.file(
                        caller,
                        new io.keydesk.service.desk.FileTicket(
                                TicketRequests.read(body.getRequest()),
                                Optional.ofNullable(body.getTenant()),
                                Optional.ofNullable(body.getComment()),
                                Optional.ofNullable(body.getExternalReference()),
                                TicketTimes.read(body.getWhen())),
                        key)
                .orElseThrow(RequestRefused::new);
        return ResponseEntity.created(URI.create("/v1/tickets/" + ticket.id()))
                .eTag(Etags.of(ticket.version()))
                .body(bodies.body(caller, ticket));
    }

    @Override
    public ResponseEntity<Ticket> getTicket(String id) {
        var caller = callers.current();
        return answer(caller, reading.ticket(caller, id));
    }

    @Override
    public ResponseEntity<Ticket> correctTicket(String id, CorrectTicket body, @Nullable String ifMatch) {
        var caller = callers.current();
        var correction = new io.keydesk.service.desk.CorrectTicket(
                Optional.ofNullable(body.getRequest()).map(TicketRequests::read),
                Optional.ofNullable(body.getComment()),
                Optional.ofNullable(body.getExternalReference()));
        return answer(caller, correcting.correct(caller, id, correction, Etags.version(ifMatch)));
    }

    @Override
    public ResponseEntity<Ticket> approveTicket(
            String id, @Nullable String idempotencyKey, @Nullable String ifMatch, @Nullable ApproveTicket body) {
        var caller = callers.current();
        var remark = new Deciding.Remark(
                Optional.ofNullable(body).map(ApproveTicket::getComment).filter(text -> !text.isBlank()),
                Etags.version(ifMatch),
                keys.read(idempotencyKey, "approve " + id, body));
        var edited = Optional.ofNullable(body).map(ApproveTicket::getRequest).map(TicketRequests::read);
        return answer(
                caller,
                edited.map(request -> deciding.approveEdited(caller, id, request, remark))
                        .orElseGet(() -> deciding.approve(caller, id, remark)));
    }

    @Override
    public ResponseEntity<Ticket> rejectTicket(
            String id, @Nullable String idempotencyKey, @Nullable String ifMatch, @Nullable Remark body) {
        var caller = callers.current();
        return answer(caller, deciding.reject(caller, id, remark("reject " + id, idempotencyKey, ifMatch, body)));
    }

    @Override
    public ResponseEntity<Ticket> cancelTicket(
            String id, @Nullable String idempotencyKey, @Nullable String ifMatch, @Nullable Remark body) {
        var caller = callers.current();
        return answer(caller, deciding.cancel(caller, id, remark("cancel " + id, idempotencyKey, ifMatch, body)));
    }

    @Override
    public ResponseEntity<Ticket> retryTicket(
            String id, @Nullable String idempotencyKey, @Nullable String ifMatch, @Nullable Remark body) {
        var caller = callers.current();
        return answer(caller, deciding.retry(caller, id, remark("retry " + id, idempotencyKey, ifMatch, body)));
    }

    @Override
    public ResponseEntity<Ticket> moveTicket(
            String id, MoveTicket body, @Nullable String idempotencyKey, @Nullable String ifMatch) {
        var caller = callers.current();
        var remark = new Deciding.Remark(
                Optional.ofNullable(body.getComment()).filter(text -> !text.isBlank()),
                Etags.version(ifMatch),
                keys.read(idempotencyKey, "move " + id, body));
        return answer(caller, scheduling.move(caller, id, TicketTimes.chosen(body.getWhen()), remark));
    }

    @Override
    public ResponseEntity<Ticket> startTicket(
            String id, @Nullable String idempotencyKey, @Nullable String ifMatch, @Nullable Remark body) {
        var caller = callers.current();
        return answer(caller, scheduling.start(caller, id, remark("start " + id, idempotencyKey, ifMatch, body)));
    }

    @Override
    public ResponseEntity<CommentPage> listComments(String id, Integer limit, @Nullable String after) {
        var read = reading.comments(callers.current(), id, Page.uuidAfter(after), Page.toRead(limit))
                .orElseThrow(RequestRefused::new);
        var page = Page.of(read, limit, io.keydesk.service.ticket.Comment::id);
        return ResponseEntity.ok(CommentPage.builder()
                .items(page.map(TicketBodies::body))
                .next(page.next())
                .build());
    }

    @Override
    public ResponseEntity<Comment> addComment(String id, NewComment body, @Nullable String idempotencyKey) {
        var key = keys.read(idempotencyKey, "comment " + id, body);
        var text = Optional.ofNullable(body.getText()).orElse("");
        var comment = reading.comment(callers.current(), id, text, key).orElseThrow(RequestRefused::new);
        return ResponseEntity.created(URI.create("/v1/tickets/%s/comments".formatted(comment.ticket())))
                .body(TicketBodies.body(comment));
    }

    private Deciding.Remark remark(
            String action, @Nullable String idempotencyKey, @Nullable String ifMatch, @Nullable Remark body) {
        return new Deciding.Remark(
                Optional.ofNullable(body).map(Remark::getComment).filter(text -> !text.isBlank()),
                Etags.version(ifMatch),
                keys.read(idempotencyKey, action, body));
    }

    private ResponseEntity<Ticket> answer(Caller caller, Answer<io.keydesk.service.ticket.Ticket> answer) {
        var ticket = answer.orElseThrow(RequestRefused::new);
        return ResponseEntity.ok().eTag(Etags.of(ticket.version())).body(bodies.body(caller, ticket));
    }
}
