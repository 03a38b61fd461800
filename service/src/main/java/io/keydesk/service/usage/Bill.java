package io.keydesk.service.usage;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/**
 * Time and money, of one cluster or of several.
 *
 * @param hours with power
 * @param hoursOff without power, which cost nothing
 * @param costToDate the sum of what the spans until now cost
 * @param forecast the cost by the end of the month if nothing is changed until then
 */
public record Bill(BigDecimal hours, BigDecimal hoursOff, BigDecimal costToDate, BigDecimal forecast) {

    static Bill of(List<Charge> toDate, List<Charge> toTheEnd) {
        return new Bill(
                hours(toDate, true), hours(toDate, false), sum(toDate, Charge::cost), sum(toTheEnd, Charge::cost));
    }

    /** What these come to: every total is the sum of what is told of its parts. */
    public static Bill total(List<ClusterUsage> clusters) {
        return new Bill(
                sum(clusters, usage -> usage.bill().hours(), Charge.NO_TIME),
                sum(clusters, usage -> usage.bill().hoursOff(), Charge.NO_TIME),
                sum(clusters, usage -> usage.bill().costToDate(), Charge.NOTHING),
                sum(clusters, usage -> usage.bill().forecast(), Charge.NOTHING));
    }

    private static BigDecimal hours(List<Charge> charges, boolean powered) {
        return sum(
                charges.stream()
                        .filter(charge -> charge.span().powered() == powered)
                        .toList(),
                Charge::hours,
                Charge.NO_TIME);
    }

    private static BigDecimal sum(List<Charge> charges, Function<Charge, BigDecimal> amount) {
        return sum(charges, amount, Charge.NOTHING);
    }

    private static <T> BigDecimal sum(List<T> parts, Function<T, BigDecimal> amount, BigDecimal none) {
        return parts.stream().map(amount).reduce(none, BigDecimal::add);
    }
}
