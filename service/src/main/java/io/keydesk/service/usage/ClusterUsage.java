package io.keydesk.service.usage;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Plan;
import java.time.Instant;
import java.util.List;

/**
 * What one cluster used in a month.
 *
 * @param plan in which it is, or was in the end
 * @param charges for each span of the month until now; none if it had no time in the month
 */
public record ClusterUsage(Meter meter, BillingMonth month, Plan plan, List<Charge> charges, Bill bill) {

    public ClusterUsage {
        charges = List.copyOf(charges);
    }

    /** @param now later than the start of the month */
    static ClusterUsage of(Meter meter, BillingMonth month, Instant now, Catalogue catalogue) {
        var toDate = charges(meter, month, now.isBefore(month.end()) ? now : month.end(), catalogue);
        var toTheEnd = charges(meter, month, month.end(), catalogue);
        return new ClusterUsage(
                meter, month, catalogue.storedPlan(meter.newest().plan()), toDate, Bill.of(toDate, toTheEnd));
    }

    private static List<Charge> charges(Meter meter, BillingMonth month, Instant until, Catalogue catalogue) {
        return meter.spans(until).stream()
                .flatMap(span -> span.within(month.start(), until).stream())
                .map(span -> Charge.of(span, catalogue.storedPlan(span.plan()), month))
                .toList();
    }

    /** Whether its time still runs. */
    public boolean runs() {
        return meter.runs();
    }
}
