package io.keydesk.service.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BillingMonthTests {

    @ParameterizedTest
    @CsvSource({"2026-02, 672", "2028-02, 696", "2026-11, 720", "2026-10, 744", "2026-03, 744"})
    void hasTheHoursOfItsDays(String month, long hours) {
        var read = BillingMonth.parse(month).orElseThrow();

        assertThat(read.length()).hasHours(hours);
        assertThat(read).hasToString(month);
    }

    @Test
    void isThatOfUtc() {
        assertThat(BillingMonth.of(Instant.parse("2026-10-31T23:59:59.999999Z")))
                .hasToString("2026-10");
        assertThat(BillingMonth.of(Instant.parse("2026-11-01T00:00:00Z"))).hasToString("2026-11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2026", "2026-13", "2026-00", "2026-1", "26-11", "2026-11-01", "+12026-11", "-2026-11", "nov"
            })
    void isReadFromNothingElse(String text) {
        assertThat(BillingMonth.parse(text)).isEmpty();
    }
}
