package io.keydesk.service.usage;

import static io.keydesk.service.usage.SampleMeters.deleted;
import static io.keydesk.service.usage.SampleMeters.in;
import static io.keydesk.service.usage.SampleMeters.off;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keydesk.service.catalogue.Catalogue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plan xs is 15 EUR a month, s is 45, m is 160. */
class ClusterUsageTests {

    private static final String LONG_AGO = "2020-01-01T00:00:00Z";

    @ParameterizedTest
    @CsvSource({"2026-02, 672.0000", "2028-02, 696.0000", "2026-11, 720.0000", "2026-10, 744.0000"})
    void aWholeMonthCostsThePriceOfThePlan(String month, String hours) {
        var usage = usage(SampleMeters.of(in("s", LONG_AGO)), month, "2030-01-01T00:00:00Z");

        assertThat(usage.bill())
                .isEqualTo(new Bill(
                        new BigDecimal(hours), Charge.NO_TIME, new BigDecimal("45.00"), new BigDecimal("45.00")));
    }

    @Test
    void forecastsThePresentPlanToTheEndOfTheMonth() {
        var meter = SampleMeters.of(in("s", "2026-11-06T00:00:00Z"), in("m", "2026-11-16T00:00:00Z"));

        var usage = usage(meter, "2026-11", "2026-11-19T00:00:00Z");

        assertThat(costs(usage)).containsExactly("15.00", "16.00");
        assertThat(usage.bill())
                .isEqualTo(new Bill(
                        new BigDecimal("312.0000"), Charge.NO_TIME, new BigDecimal("31.00"), new BigDecimal("95.00")));
        assertThat(usage.plan().name()).isEqualTo("m");
    }

    @Test
    void anHourOfAShortMonthCostsMore() {
        var meter = SampleMeters.of(
                in("xs", "2026-02-03T10:00:00Z"),
                deleted("xs", "2026-02-04T10:00:00Z"),
                in("xs", "2026-03-03T10:00:00Z"),
                deleted("xs", "2026-03-04T10:00:00Z"));

        assertThat(costs(usage(meter, "2026-02", "2026-06-01T00:00:00Z"))).containsExactly("0.54");
        assertThat(costs(usage(meter, "2026-03", "2026-06-01T00:00:00Z"))).containsExactly("0.48");
    }

    @Test
    void costsNothingWithoutPowerAndTellsTheTime() {
        var meter = SampleMeters.of(
                in("s", "2026-11-01T00:00:00Z"),
                off("s", "2026-11-11T00:00:00Z"),
                in("s", "2026-11-21T00:00:00Z"),
                off("s", "2026-11-22T00:00:00Z"));

        var usage = usage(meter, "2026-11", "2026-11-26T00:00:00Z");

        assertThat(costs(usage)).containsExactly("15.00", "0.00", "1.50", "0.00");
        assertThat(usage.bill().hours()).isEqualByComparingTo("264");
        assertThat(usage.bill().hoursOff()).isEqualByComparingTo("336");
        assertThat(usage.bill().forecast()).isEqualByComparingTo("16.50");
    }

    @Test
    void costsNothingAfterTheDeletion() {
        var meter = SampleMeters.of(in("s", LONG_AGO), deleted("s", "2026-11-11T00:00:00Z"));

        assertThat(usage(meter, "2026-11", "2026-11-26T00:00:00Z").bill().forecast())
                .isEqualByComparingTo("15");
        assertThat(usage(meter, "2026-12", "2026-12-26T00:00:00Z").charges()).isEmpty();
    }

    @Test
    void splitsASpanAtTheEndOfAMonth() {
        var meter = SampleMeters.of(in("s", "2026-10-31T12:00:00Z"), in("m", "2026-11-01T12:00:00Z"));

        var october = usage(meter, "2026-10", "2026-11-05T00:00:00Z");
        var november = usage(meter, "2026-11", "2026-11-05T00:00:00Z");

        assertThat(october.charges()).extracting(Charge::hours).containsExactly(new BigDecimal("12.0000"));
        assertThat(october.charges().getFirst().span().to()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(november.charges())
                .extracting(charge -> charge.span().plan(), Charge::hours)
                .containsExactly(tuple("s", new BigDecimal("12.0000")), tuple("m", new BigDecimal("84.0000")));
    }

    @Test
    void roundsHalfUpToTheCent() {
        var half = SampleMeters.of(in("s", "2026-11-01T00:00:00Z"), deleted("s", "2026-11-01T00:04:48Z"));
        var less = SampleMeters.of(in("s", "2026-11-01T00:00:00Z"), deleted("s", "2026-11-01T00:04:47.999999Z"));

        assertThat(costs(usage(half, "2026-11", "2026-11-02T00:00:00Z"))).containsExactly("0.01");
        assertThat(costs(usage(less, "2026-11", "2026-11-02T00:00:00Z"))).containsExactly("0.00");
    }

    @Test
    void totalsAreTheSumOfTheirParts() {
        var one = usage(SampleMeters.of(in("xs", "2026-11-01T00:07:00Z")), "2026-11", "2026-11-13T05:00:00Z");
        var two = usage(SampleMeters.of(in("m", "2026-11-03T01:00:13Z")), "2026-11", "2026-11-13T05:00:00Z");

        var total = Bill.total(List.of(one, two));

        assertThat(total.costToDate())
                .isEqualTo(one.bill().costToDate().add(two.bill().costToDate()));
        assertThat(total.hours()).isEqualTo(one.bill().hours().add(two.bill().hours()));
        assertThat(Bill.total(List.of()))
                .isEqualTo(new Bill(Charge.NO_TIME, Charge.NO_TIME, Charge.NOTHING, Charge.NOTHING));
    }

    private static ClusterUsage usage(Meter meter, String month, String now) {
        return ClusterUsage.of(meter, BillingMonth.parse(month).orElseThrow(), Instant.parse(now), new Catalogue());
    }

    private static List<String> costs(ClusterUsage usage) {
        return usage.charges().stream()
                .map(charge -> charge.cost().toPlainString())
                .toList();
    }
}
