package io.keydesk.service.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.byLessThan;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTests {

    private final Catalogue catalogue = new Catalogue();

    @ParameterizedTest
    @CsvSource({
        "session-cache, allkeys-lru, PT24H, yes",
        "rate-limiting, allkeys-lru, PT1M,  no",
        "api-cache,     allkeys-lru, PT5M,  optional",
        "feature-flags, allkeys-lru, PT1M,  yes",
        "pub-sub,       noeviction,  ,      no",
        "locks,         noeviction,  ,      no",
        "other,         allkeys-lru, ,      no"
    })
    void knowsWhatEachPurposeNeeds(String label, String policy, Duration ttl, String standby) {
        var purpose = Named.find(Purpose.class, label).orElseThrow();

        assertThat(catalogue.defaults(purpose)).containsEntry("maxmemory-policy", policy);
        assertThat(purpose.recommendedTtl()).isEqualTo(Optional.ofNullable(ttl));
        assertThat(purpose.standby()).isEqualTo(standby);
    }

    @ParameterizedTest
    @EnumSource
    void givesEveryPurposeAnAllowedValueOfEverySetting(Purpose purpose) {
        var defaults = catalogue.defaults(purpose);

        assertThat(catalogue.settings())
                .allSatisfy(setting -> assertThat(defaults)
                        .hasEntrySatisfying(
                                setting.name(),
                                value -> assertThat(setting.canonical(value)).contains(value)));
    }

    @ParameterizedTest
    @EnumSource
    void findsPurposesByTheirLabel(Purpose purpose) {
        assertThat(Named.find(Purpose.class, purpose.label())).contains(purpose);
    }

    @Test
    void findsNoPurposeByTheNameOfItsConstant() {
        assertThat(Named.find(Purpose.class, "SESSION_CACHE")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"xs,   256, 1, 10000", "s,   1024, 1, 10000", "m,   4096, 2, 16384", "l,  16384, 4, 65536"})
    void sizesPlans(String name, int mebibytes, int cpus, int connections) {
        var plan = catalogue.plan(name).orElseThrow();

        assertThat(plan.memoryBytes()).isEqualTo(mebibytes * 1024L * 1024);
        assertThat(plan.cpus()).isEqualTo(cpus);
        assertThat(plan.connections()).isEqualTo(connections);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xs", "s", "m", "l"})
    void givesDataSeventyPercentOfThePlansMemory(String name) {
        var plan = catalogue.plan(name).orElseThrow();

        assertThat(plan.maxmemoryBytes()).isCloseTo(plan.memoryBytes() * 7 / 10, byLessThan(10L));
    }

    @Test
    void offersPlansFromSmallToLarge() {
        assertThat(catalogue.plans()).extracting(Plan::name).containsExactly("xs", "s", "m", "l");
        assertThat(catalogue.plans()).extracting(Plan::monthlyCost).isSorted();
    }

    @Test
    void saysWhichStoredPlanIsMissing() {
        assertThatThrownBy(() -> catalogue.storedPlan("xxl")).hasMessageContaining("xxl");
    }

    @ParameterizedTest
    @CsvSource({"6.2, 7.0, false", "7.0.15, 7.0, true", "8.0.1, 7.2, true", "7.10, 7.2, true", "10.0, 9.9, true"})
    void comparesVersionsByNumber(String version, String other, boolean atLeast) {
        assertThat(EngineVersion.parse(version).atLeast(EngineVersion.parse(other)))
                .isEqualTo(atLeast);
    }
}
