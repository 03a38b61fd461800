package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keydesk.service.catalogue.EngineVersion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PremisesTests {

    private static final String IMAGE = "valkey/valkey:8.1.1-alpine";

    @ParameterizedTest
    @ValueSource(
            strings = {
                IMAGE,
                "valkey:8",
                "registry.example.com:5000/mirror/valkey:8.1.1",
                "valkey@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "valkey:8@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void takesAnImageThatIsAlwaysTheSame(String image) {
        assertThat(premises(image, null, Map.of()).image()).isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "valkey",
                "valkey/valkey",
                "registry.example.com:5000/mirror/valkey",
                "valkey:",
                "valkey@8",
                "a b:8"
            })
    void refusesAnImageWithoutTagOrDigest(String image) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> premises(image, null, Map.of()))
                .withMessage(
                        "the image of Valkey must be a repository with a tag or a digest, such as valkey/valkey:8.1.1-alpine, and is \"%s\"",
                        image);
    }

    @Test
    void refusesTheLatestImage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> premises("valkey/valkey:latest", null, Map.of()))
                .withMessage(
                        "the image of Valkey must not have the tag latest, which is another image from day to day: give \"valkey/valkey:latest\" the tag of a version");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> premises(IMAGE, "oliver006/redis_exporter:latest", Map.of()))
                .withMessageStartingWith("the image of the exporter must not have the tag latest");
    }

    @Test
    void refusesWhatIsNoLabel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> premises(IMAGE, null, Map.of("pool", "for caches")))
                .withMessageStartingWith("the value of pool in the node selector must be letters and digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> premises(IMAGE, null, Map.of("a/b/c", "d")))
                .withMessageContaining("\"b/c\"");
    }

    private static Premises premises(String image, @Nullable String exporter, Map<String, String> nodeSelector) {
        return new Premises(
                "valkey-system",
                "keydesk",
                null,
                "elastisys.io",
                image,
                new EngineVersion(8, 1),
                exporter,
                List.of(),
                Premises.AntiAffinity.PREFERRED,
                nodeSelector,
                List.of(),
                null,
                false);
    }
}
