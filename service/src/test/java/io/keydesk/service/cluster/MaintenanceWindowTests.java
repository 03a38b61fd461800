package io.keydesk.service.cluster;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.answer.Refusal.Invalid;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceWindowTests {

    @Test
    void readsWhatACallerWrites() {
        var window = assertThat(MaintenanceWindow.parse("sunday", "03:00", "PT4H", "Europe/Berlin"))
                .given();

        assertThat(window)
                .isEqualTo(new MaintenanceWindow(
                        DayOfWeek.SUNDAY, LocalTime.of(3, 0), Duration.ofHours(4), ZoneId.of("Europe/Berlin")));
        assertThat(window).hasToString("sunday 03:00, PT4H, Europe/Berlin");
    }

    @ParameterizedTest
    @CsvSource({
        "Sunday, 03:00, PT4H, UTC, weekday",
        "'', 03:00, PT4H, UTC, weekday",
        "sunday, 24:00, PT4H, UTC, start",
        "sunday, 3:00, PT4H, UTC, start",
        "sunday, 03:00:30, PT4H, UTC, start",
        "sunday, 03:00, PT59M, UTC, length",
        "sunday, 03:00, PT24H1M, UTC, length",
        "sunday, 03:00, 4h, UTC, length",
        "sunday, 03:00, PT4H, Mars/Olympus, timeZone",
        "sunday, 03:00, PT4H, +02:00, timeZone"
    })
    void refusesAWindowThatNeverComes(String weekday, String start, String length, String timeZone, String field) {
        assertThat(MaintenanceWindow.parse(weekday, start, length, timeZone)).isInvalidIn(field);
    }

    @Test
    void tellsAllThatIsWrong() {
        var refusal = assertThat(MaintenanceWindow.parse("", "", "", "")).isRefusedAs(Invalid.class);

        assertThat(refusal.errors())
                .extracting(FieldError::field)
                .containsExactly("weekday", "start", "length", "timeZone");
    }

    @ParameterizedTest
    @CsvSource({
        // On Saturday, on Sunday before it, at its first and in its last moment, and once it is over.
        "2026-11-28T12:00:00Z, 2026-11-29T02:00:00Z",
        "2026-11-29T01:59:59Z, 2026-11-29T02:00:00Z",
        "2026-11-29T02:00:00Z, 2026-11-29T02:00:00Z",
        "2026-11-29T05:59:59.999999Z, 2026-11-29T02:00:00Z",
        "2026-11-29T06:00:00Z, 2026-12-06T02:00:00Z"
    })
    void isOpenOrComesNext(Instant at, Instant begin) {
        assertThat(window("sunday", "03:00", "PT4H", "Europe/Berlin").openOrNext(at))
                .isEqualTo(begin);
    }

    @Test
    void goesOnOverMidnight() {
        var window = window("sunday", "23:00", "PT4H", "UTC");

        assertThat(window.openOrNext(Instant.parse("2026-11-30T02:59:00Z")))
                .isEqualTo(Instant.parse("2026-11-29T23:00:00Z"));
        assertThat(window.openOrNext(Instant.parse("2026-11-30T03:00:00Z")))
                .isEqualTo(Instant.parse("2026-12-06T23:00:00Z"));
    }

    /** On 29 March 2026 clocks in Berlin go from 02:00 to 03:00. */
    @Test
    void comesLaterWhereClocksArePutForwardOverItsStart() {
        var window = window("sunday", "02:30", "PT2H", "Europe/Berlin");

        assertThat(window.openOrNext(Instant.parse("2026-03-28T12:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(window.openOrNext(Instant.parse("2026-03-29T03:29:00Z")))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(window.openOrNext(Instant.parse("2026-03-29T03:30:00Z")))
                .isEqualTo(Instant.parse("2026-04-05T00:30:00Z"));
    }

    /** On 25 October 2026 clocks in Berlin go from 03:00 to 02:00. */
    @Test
    void comesOnceWhereClocksShowItsStartTwice() {
        var window = window("sunday", "02:30", "PT2H", "Europe/Berlin");

        assertThat(window.openOrNext(Instant.parse("2026-10-24T12:00:00Z")))
                .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(window.openOrNext(Instant.parse("2026-10-25T02:29:00Z")))
                .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(window.openOrNext(Instant.parse("2026-10-25T02:30:00Z")))
                .isEqualTo(Instant.parse("2026-11-01T01:30:00Z"));
    }

    private static MaintenanceWindow window(String weekday, String start, String length, String timeZone) {
        return assertThat(MaintenanceWindow.parse(weekday, start, length, timeZone))
                .given();
    }
}
