package io.keydesk.service.approval;

import io.keydesk.service.answer.Refusal;
import io.keydesk.service.ticket.Finding;
import java.util.List;

/** What all policies together say. */
public sealed interface Verdict {

    record Refused(Refusal refusal) implements Verdict {}

    record ApprovedBy(String policy, List<Finding> findings) implements Verdict {}

    record NeedsPeople(int people, List<Finding> findings) implements Verdict {}
}
