package io.keydesk.service.usage;

import io.keydesk.service.catalogue.Plan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * What a span costs.
 *
 * @param hours of the span, to four decimals
 * @param cost in whole cents
 */
public record Charge(Span span, BigDecimal hours, BigDecimal cost) {

    private static final int CENTS = 2;
    private static final int HOUR_DECIMALS = 4;
    private static final BigDecimal HOUR = micros(Duration.ofHours(1));
    static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(CENTS);
    static final BigDecimal NO_TIME = BigDecimal.ZERO.setScale(HOUR_DECIMALS);

    /**
     * The share of the plan's monthly price that the span has of the hours of the month, rounded half up to the cent; nothing
     * without power. A whole month in one plan costs exactly its price.
     *
     * @param span within the month
     */
    static Charge of(Span span, Plan plan, BillingMonth month) {
        var length = micros(span.length());
        var cost = span.powered()
                ? plan.monthlyCost().multiply(length).divide(micros(month.length()), CENTS, RoundingMode.HALF_UP)
                : NOTHING;
        return new Charge(span, length.divide(HOUR, HOUR_DECIMALS, RoundingMode.HALF_UP), cost);
    }

    /** Times are stored in microseconds. */
    private static BigDecimal micros(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos() / 1000);
    }
}
