package io.keydesk.service.cluster;

import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.FieldError;
import io.keydesk.service.answer.Refusal.Invalid;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When changes of a cluster hurt least: once a week, from a time of the day as clocks show it there.
 *
 * @param length counted as time that passes, also where clocks change meanwhile
 */
public record MaintenanceWindow(DayOfWeek weekday, LocalTime start, Duration length, ZoneId timeZone) {

    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Reads what a caller wrote; every value that breaks a rule is told. */
    public static Answer<MaintenanceWindow> parse(String weekday, String start, String length, String timeZone) {
        var errors = new ArrayList<FieldError>();
        var day = Arrays.stream(DayOfWeek.values())
                .filter(known -> label(known).equals(weekday))
                .findFirst();
        if (day.isEmpty()) {
            errors.add(new FieldError("weekday", "weekday must be one of " + weekdays()));
        }
        boolean isTime = start.matches("([01][0-9]|2[0-3]):[0-5][0-9]");
        if (!isTime) {
            errors.add(new FieldError("start", "start must be a time of the day from 00:00 to 23:59, such as 03:00"));
        }
        var duration = duration(length);
        if (duration.isEmpty()) {
            errors.add(new FieldError("length", "length must be from PT1H to PT24H (ISO 8601), such as PT4H"));
        }
        boolean isZone = ZoneId.getAvailableZoneIds().contains(timeZone);
        if (!isZone) {
            errors.add(new FieldError(
                    "timeZone",
                    "timeZone must be a name of the IANA time zone database, such as Europe/Berlin or UTC"));
        }
        return errors.isEmpty()
                ? Answer.of(new MaintenanceWindow(
                        day.orElseThrow(), LocalTime.parse(start), duration.orElseThrow(), ZoneId.of(timeZone)))
                : Answer.refused(new Invalid(errors));
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text))
                    .filter(length -> length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String weekdays() {
        return Arrays.stream(DayOfWeek.values()).map(MaintenanceWindow::label).collect(Collectors.joining(", "));
    }

    private static String label(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }

    /** In lower case, as callers write it. */
    public String weekdayLabel() {
        return label(weekday);
    }

    public boolean isOpen(Instant at) {
        return !openOrNext(at).isAfter(at);
    }

    /** When the window that is open then began, or else when the next one begins. */
    public Instant openOrNext(Instant at) {
        var day = at.atZone(timeZone).toLocalDate().with(TemporalAdjusters.previousOrSame(weekday));
        var last = begin(day);
        return at.isBefore(last.plus(length)) ? last : begin(day.plusWeeks(1));
    }

    /**
     * The time of the day that a change of clocks leaves out comes later by as much as they are put forward; one that comes
     * twice counts when it comes first.
     */
    private Instant begin(LocalDate day) {
        return ZonedDateTime.of(day, start, timeZone).toInstant();
    }

    /** For example {@code sunday 03:00, PT4H, Europe/Berlin}. */
    @Override
    public String toString() {
        return "%s %s, %s, %s".formatted(weekdayLabel(), start, length, timeZone);
    }
}
