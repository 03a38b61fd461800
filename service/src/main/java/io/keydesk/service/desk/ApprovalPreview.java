package io.keydesk.service.desk;

import io.keydesk.service.answer.Answer;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Ticket;
import java.math.BigDecimal;
import java.util.List;

/**
 * What approving several tickets would lead to, one after the other.
 *
 * @param items in the order in which they would be approved
 */
public record ApprovalPreview(List<Item> items) {

    public ApprovalPreview {
        items = List.copyOf(items);
    }

    /**
     * One of the tickets.
     *
     * @param ref what it was called
     * @param answer the ticket, if it can be approved, else why not
     */
    public record Item(String ref, Answer<Ticket> answer) {}

    /** The previews of the tickets that can be approved, together. */
    public Totals totals() {
        var totals = new Totals(0, 0, 0, 0, BigDecimal.ZERO);
        for (var item : items) {
            if (item.answer() instanceof Answer.Given<Ticket>(Ticket ticket)) {
                totals = totals.plus(ticket.preview());
            }
        }
        return totals;
    }

    /**
     * Sums over tickets.
     *
     * @param tickets how many
     * @param clusters how many more there would be; negative for fewer
     * @param memoryBytes how much more memory all plans would have
     * @param restarts of nodes
     * @param monthlyCost how much more all clusters would cost
     */
    public record Totals(int tickets, long clusters, long memoryBytes, int restarts, BigDecimal monthlyCost) {

        private Totals plus(Preview preview) {
            return new Totals(
                    tickets + 1,
                    clusters + preview.clusters().requested(),
                    memoryBytes + preview.memoryBytes().requested(),
                    restarts + preview.restarts(),
                    monthlyCost.add(preview.monthlyCostAfter()).subtract(preview.monthlyCostBefore()));
        }
    }
}
