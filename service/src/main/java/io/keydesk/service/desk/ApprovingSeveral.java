package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.FieldError;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.Unavailable;
import io.keydesk.service.desk.Deciding.Remark;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.work.ConcurrentChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Approves several tickets with one decision, each by itself: what is wrong with one keeps no other from being approved. */
public final class ApprovingSeveral {

    private static final Unavailable CHANGED_MEANWHILE =
            new Unavailable("Somebody else changes the same right now: approve the ticket again.");

    private final DeskPorts ports;
    private final Reading reading;
    private final Deciding deciding;
    private final Once once;

    public ApprovingSeveral(DeskPorts ports) {
        this.ports = ports;
        this.reading = new Reading(ports);
        this.deciding = new Deciding(ports);
        this.once = new Once(ports);
    }

    /** What came of one of the tickets. */
    public record Result(String ref, Answer<Ticket> answer) {}

    /** Says of each ticket whether it can be approved, once those before it are. Approves none. */
    public Answer<ApprovalPreview> preview(Caller caller, ApproveTickets several) {
        return refused(caller, several).map(Answer::<ApprovalPreview>refused).orElseGet(() -> {
            var sequence = new ApprovalSequence(ports, reading);
            return Answer.of(new ApprovalPreview(several.tickets().stream()
                    .map(ref -> new ApprovalPreview.Item(ref, sequence.next(caller, ref, version(several, ref))))
                    .toList()));
        });
    }

    /**
     * Approves them in their order, each in a transaction of its own, as {@link Deciding#approve} does.
     *
     * @param key the same key approves no ticket twice: those that were approved are answered as they are by now, and those
     *     that were refused are tried again
     */
    public Answer<List<Result>> approve(Caller caller, ApproveTickets several, Optional<IdempotencyKey> key) {
        return refused(caller, several)
                .map(Answer::<List<Result>>refused)
                .orElseGet(() -> once.begun(caller, key)
                        .then(_ -> Answer.of(several.tickets().stream()
                                .map(ref -> new Result(ref, approved(caller, several, ref, key)))
                                .toList())));
    }

    private Answer<Ticket> approved(Caller caller, ApproveTickets several, String ref, Optional<IdempotencyKey> key) {
        var remark = new Remark(several.comment(), version(several, ref), key.map(whole -> whole.forPart(ref)));
        try {
            return deciding.approve(caller, ref, remark);
        } catch (ConcurrentChange e) {
            return Answer.refused(CHANGED_MEANWHILE);
        }
    }

    private static OptionalLong version(ApproveTickets several, String ref) {
        var version = several.versions().get(ref);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    /** Why none of them is looked at. */
    private Optional<Refusal> refused(Caller caller, ApproveTickets several) {
        var errors = errors(several);
        return errors.isEmpty()
                ? ports.policies().whyNever(caller).map(Forbidden::new)
                : Optional.of(new Invalid(errors));
    }

    private static List<FieldError> errors(ApproveTickets several) {
        var errors = new ArrayList<>(Texts.errors(several.comment(), Optional.empty()));
        var refs = several.tickets();
        if (refs.isEmpty() || refs.size() > ApproveTickets.MOST) {
            errors.add(new FieldError(
                    "tickets",
                    "tickets must name 1 to %d tickets by id or number; these are %d"
                            .formatted(ApproveTickets.MOST, refs.size())));
        }
        var seen = new HashSet<String>();
        for (int i = 0; i < refs.size(); i++) {
            if (!seen.add(refs.get(i))) {
                errors.add(new FieldError(
                        "tickets[%d]".formatted(i), "tickets must name each ticket once; this one stands there twice"));
            }
        }
        several.versions().keySet().stream()
                .filter(ref -> !seen.contains(ref))
                .sorted()
                .map(ref -> new FieldError(
                        "ifMatch." + ref, "ifMatch must name tickets of the list tickets, in the same way"))
                .forEach(errors::add);
        return errors;
    }
}
