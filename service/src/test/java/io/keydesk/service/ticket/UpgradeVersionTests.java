package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Region.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeVersionTests {

    private static final ClusterId CLUSTER = new ClusterId(SampleTickets.id());
    private static final Region NORTH =
            region(valkey("8.0.1"), valkey("7.2.8"), valkey("8.0.1"), valkey("8.1.2"), valkey("9.9.9"));

    @ParameterizedTest
    @ValueSource(strings = {"8.1.2", "9.9.9"})
    void acceptsANewerVersionThatTheRegionRuns(String version) {
        assertThat(errors(version, NORTH)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                   | must be a version such as 8.1.2: choose from 8.1.2, 9.9.9
            latest               | must be a version such as 8.1.2
            8.1.2-alpine         | must be a version such as 8.1.2
            99999999999999.1.1   | must be a version such as 8.1.2
            8.0.1                | must be another one than 8.0.1, which the cluster runs already
            7.2.8                | must be newer than 8.0.1, which the cluster runs: 7.2.8 is older, and could not read its data; choose from 8.1.2, 9.9.9
            8.0.0                | must be newer than 8.0.1
            8.1.4                | 8.1.4 cannot run in region north: choose from 8.1.2, 9.9.9; those who run keydesk can
            8.7.7                | 8.7.7 is not known: choose from 8.1.2, 9.9.9; GET /v1/versions
            """)
    void refusesWithTheFiguresAndTheWayOut(String version, String message) {
        assertThat(errors(version, NORTH)).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("version");
            assertThat(error.message()).contains(message);
        });
    }

    @Test
    void saysWhereThereIsNothingNewer() {
        assertThat(errors("8.0.1", region(valkey("8.0.1"), valkey("8.0.1"))))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("region north has none that is newer"));
    }

    @Test
    void countsFromTheVersionThatTheClusterWasUpgradedTo() {
        var upgraded = state().withVersion("8.1.2");

        assertThat(new UpgradeVersion(CLUSTER, "8.1.2").errors(offer(NORTH.running("8.1.2"), upgraded)))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("another one than 8.1.2"));
        assertThat(new UpgradeVersion(CLUSTER, "9.9.9").errors(offer(NORTH.running("8.1.2"), upgraded)))
                .isEmpty();
    }

    @Test
    void waitsUntilItIsKnownWhatTheRegionRuns() {
        assertThat(errors("8.1.2", region(null)))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("what region local runs is not known"));
    }

    @Test
    void leadsFromAnOldRedisToValkeyAndFromANewOneNowhere() {
        var old = new Engine("redis", "6.2.11", true);
        var late = new Engine("redis", "7.4.1", false);

        assertThat(errors("8.1.2", region(old, old, valkey("8.1.2")))).isEmpty();
        assertThat(errors("8.1.2", region(late, late, valkey("8.1.2"))))
                .singleElement()
                .satisfies(error -> assertThat(error.message())
                        .contains("the data of redis 7.4.1, and valkey 8.1.2 does not", "none that is newer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void refusesToBeForcedWithoutAReason(String reason) {
        assertThat(new UpgradeVersion(CLUSTER, "8.1.2", false, reason).errors(offer(NORTH, state())))
                .extracting(FieldError::field)
                .containsExactly("urgent");
    }

    @Test
    void refusesALongReason() {
        var reason = "x".repeat(UpgradeVersion.LONGEST_REASON + 1);

        assertThat(new UpgradeVersion(CLUSTER, "8.1.2", false, reason).errors(offer(NORTH, state())))
                .extracting(FieldError::field)
                .containsExactly("urgent");
    }

    @Test
    void changesTheVersionAndNothingElse() {
        var before = state();

        assertThat(new UpgradeVersion(CLUSTER, "8.1.2").effectOn(Optional.of(before), offer(NORTH, before)))
                .isEqualTo(before.withVersion("8.1.2"));
    }

    @Test
    void keepsTheVersionInWhateverElseChanges() {
        var upgraded = state().withVersion("8.1.2");

        assertThat(List.of(
                        upgraded.withPlan("m"),
                        upgraded.withNamespaces(List.of("web")),
                        upgraded.withSettings(Map.of("timeout", "60")),
                        upgraded.asPowered(false),
                        upgraded.asDrill(),
                        upgraded.lasting(),
                        upgraded.backTo(state())))
                .extracting(DesiredState::version)
                .containsOnly("8.1.2");
    }

    private static List<FieldError> errors(String version, Region region) {
        return new UpgradeVersion(CLUSTER, version).errors(offer(region, state()));
    }

    private static Offer offer(Region region, DesiredState state) {
        return Offers.on(region, state.plan(), Purpose.OTHER);
    }

    private static DesiredState state() {
        return new DesiredState("s", List.of("shop"), Offers.CATALOGUE.defaults(Purpose.OTHER), false);
    }

    private static Engine valkey(String version) {
        return new Engine("valkey", version, false);
    }

    private static Region region(@Nullable Engine usual, Engine... engines) {
        return new Region(
                "north",
                "kubernetes",
                true,
                null,
                usual,
                null,
                Namespaces.ANY,
                Connection.DEFAULT_LABEL_PREFIX,
                List.of(engines));
    }
}
