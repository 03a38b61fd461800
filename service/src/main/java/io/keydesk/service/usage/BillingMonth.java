package io.keydesk.service.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** A calendar month in UTC, where each day has 24 hours: 672, 696, 720 or 744 hours. */
public record BillingMonth(YearMonth month) {

    private static final Pattern FORM = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])");

    /** The month in which this moment is. */
    public static BillingMonth of(Instant moment) {
        return new BillingMonth(YearMonth.from(moment.atOffset(ZoneOffset.UTC)));
    }

    /** Reads {@code 2026-11}; nothing for a text that is no month. */
    public static Optional<BillingMonth> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new BillingMonth(YearMonth.parse(text))) : Optional.empty();
    }

    /** The first moment that belongs to it. */
    public Instant start() {
        return startOf(month);
    }

    /** The first moment that belongs to the next one. */
    public Instant end() {
        return startOf(month.plusMonths(1));
    }

    public Duration length() {
        return Duration.between(start(), end());
    }

    private static Instant startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** As in {@code 2026-11}. */
    @Override
    public String toString() {
        return month.toString();
    }
}
