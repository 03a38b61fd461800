package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTests {

    @Test
    void writesTheMemoryOfPlansAsAnApiServerDoes() {
        assertThat(new Catalogue().plans())
                .extracting(Plan::memoryBytes)
                .extracting(bytes -> Amounts.ofBytes(bytes).toString())
                .containsExactly("256Mi", "1Gi", "4Gi", "16Gi");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1000", "1024, 1Ki", "1536, 1536", "1572864, 1536Ki", "1152921504606846976, 1Ei"})
    void takesTheLargestUnitThatNeedsNoFraction(long bytes, String canonical) {
        assertThat(Amounts.ofBytes(bytes)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({"50, 50m", "1000, 1", "1500, 1500m", "4000, 4"})
    void writesWholeCpusWithoutAUnit(int millis, String canonical) {
        assertThat(Amounts.ofMillis(millis)).hasToString(canonical);
    }
}
