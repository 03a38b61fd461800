package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keydesk.service.provisioning.Region.Engine;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FurtherImagesTests {

    private static final String DIGEST = "@sha256:" + "0a".repeat(32);

    @Test
    void offersWhatTheTagsTellOldestFirst() {
        var properties = properties("mirror.example.com:5000/valkey:9.0.0" + DIGEST + ",valkey/valkey:8.1.4-alpine");

        assertThat(properties.engines()).extracting(Engine::version).containsExactly("8.1.1", "8.1.4", "9.0.0");
    }

    @ParameterizedTest
    @CsvSource({"8.1.1, 8.1.1-alpine", "8.1.2, 8.1.4-alpine", "8.1.4, 8.1.4-alpine"})
    void runsTheOldestThatIsNotOlder(String version, String tag) {
        var properties = properties("valkey/valkey:8.1.4-alpine");

        assertThat(properties.premises(properties.premises(false), version))
                .hasValueSatisfying(premises -> assertThat(premises.image()).endsWith(":" + tag));
    }

    @Test
    void runsNothingThatIsOlder() {
        var properties = properties("valkey/valkey:8.1.4-alpine");

        assertThat(properties.premises(properties.premises(false), "9.0.0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"valkey/valkey:stable", "valkey/valkey", "valkey/valkey:8", "localhost:5000/valkey"})
    void refusesAnImageThatDoesNotTellItsVersion(String image) {
        assertThatThrownBy(() -> properties(image))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(image)
                .hasMessageContaining("give it the tag of a version");
    }

    private static KubernetesRegionProperties properties(String further) {
        return KubernetesRegionFixture.bound(Map.of("further-images", further));
    }
}
