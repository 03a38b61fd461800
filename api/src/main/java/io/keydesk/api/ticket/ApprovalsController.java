package io.keydesk.api.ticket;

import io.keydesk.api.http.Etags;
import io.keydesk.api.http.IdempotencyKeyHeader;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.ApprovalPreviewItem;
import io.keydesk.openapi.body.ApprovalResult;
import io.keydesk.openapi.body.ApprovalTotals;
import io.keydesk.openapi.body.Approvals;
import io.keydesk.openapi.body.ApprovalsPreview;
import io.keydesk.openapi.body.ApproveTickets;
import io.keydesk.openapi.http.ApprovalsApi;
import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.desk.ApprovalPreview;
import io.keydesk.service.desk.ApprovingSeveral;
import io.keydesk.service.ticket.Ticket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ApprovalsController implements ApprovalsApi {

    private static final String PATH = "/v1/tickets/approvals";

    private final ApprovingSeveral approving;
    private final TicketBodies bodies;
    private final ProblemBodies problems;
    private final IdempotencyKeyHeader keys;
    private final Callers callers;

    ApprovalsController(
            ApprovingSeveral approving,
            TicketBodies bodies,
            ProblemBodies problems,
            IdempotencyKeyHeader keys,
            Callers callers) {
        this.approving = approving;
        this.bodies = bodies;
        this.problems = problems;
        this.keys = keys;
        this.callers = callers;
    }

    @Override
    public ResponseEntity<Approvals> approveTickets(ApproveTickets body, @Nullable String idempotencyKey) {
        var caller = callers.current();
        var key = keys.read(idempotencyKey, "approve several", body);
        var results = approving.approve(caller, several(body), key).orElseThrow(RequestRefused::new);
        var items = results.stream().map(result -> result(caller, result)).toList();
        int approved = (int) items.stream().filter(ApprovalResult::getApproved).count();
        return ResponseEntity.ok(Approvals.builder()
                .items(items)
                .approved(approved)
                .refused(items.size() - approved)
                .build());
    }

    private ApprovalResult result(Caller caller, ApprovingSeveral.Result result) {
        var body = ApprovalResult.builder().ref(result.ref());
        return switch (result.answer()) {
            case Answer.Given<Ticket>(Ticket ticket) ->
                body.approved(true).ticket(bodies.body(caller, ticket.brief())).build();
            case Answer.Refused<Ticket>(Refusal refusal) ->
                body.approved(false).problem(problems.body(refusal, PATH)).build();
        };
    }

    @Override
    public ResponseEntity<ApprovalsPreview> previewApprovals(ApproveTickets body) {
        var caller = callers.current();
        var preview = approving.preview(caller, several(body)).orElseThrow(RequestRefused::new);
        return ResponseEntity.ok(ApprovalsPreview.builder()
                .items(preview.items().stream().map(item -> item(caller, item)).toList())
                .totals(totals(preview.totals()))
                .build());
    }

    private ApprovalPreviewItem item(Caller caller, ApprovalPreview.Item item) {
        var body = ApprovalPreviewItem.builder().ref(item.ref());
        return switch (item.answer()) {
            case Answer.Given<Ticket>(Ticket ticket) ->
                body.canApprove(true)
                        .ticket(bodies.body(caller, ticket.brief()))
                        .build();
            case Answer.Refused<Ticket>(Refusal refusal) ->
                body.canApprove(false)
                        .problem(problems.body(refusal, PATH + "/preview"))
                        .build();
        };
    }

    private static ApprovalTotals totals(ApprovalPreview.Totals totals) {
        return ApprovalTotals.builder()
                .tickets(totals.tickets())
                .clusters(totals.clusters())
                .memoryBytes(totals.memoryBytes())
                .restartedNodes(totals.restarts())
                .monthlyCost(totals.monthlyCost())
                .currency(Catalogue.CURRENCY)
                .build();
    }

    private static io.keydesk.service.desk.ApproveTickets several(ApproveTickets body) {
        var refs = Objects.requireNonNullElse(body.getTickets(), List.<@Nullable String>of()).stream()
                .map(ref -> ref == null ? "" : ref)
                .toList();
        var versions = new TreeMap<String, Long>();
        Objects.requireNonNullElse(body.getIfMatch(), Map.<String, String>of()).forEach((ref, tag) -> {
            if (tag == null) {
                throw RequestRefused.invalid(
                        "ifMatch." + ref, "ifMatch must have the ETag of the ticket, such as \"3\"");
            }
            Etags.version(tag).ifPresent(version -> versions.put(ref, version));
        });
        return new io.keydesk.service.desk.ApproveTickets(
                refs, versions, Optional.ofNullable(body.getComment()).filter(text -> !text.isBlank()));
    }
}
