package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsSecretTests {

    private final Secret secret = OpsSecret.desired(Scenario.read("minimal").blueprint());

    @Test
    void readsBackWhatItWrote() {
        assertThat(OpsSecret.read(secret)).hasValue(Scenario.SECRETS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application-password",
                "replication-password",
                "sentinel-password",
                "ops-password",
                "exporter-password"
            })
    void refusesAMissingPassword(String key) {
        assertThat(OpsSecret.read(new SecretBuilder(secret).removeFromData(key).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "A long sentence that has as many characters as a password has 64"})
    void refusesAPasswordThatWasNotGenerated(String text) {
        var encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThat(OpsSecret.read(new SecretBuilder(secret)
                        .addToData("ops-password", encoded)
                        .build()))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNotBase64() {
        var damaged = new SecretBuilder(secret).addToData("ops-password", "*").build();

        assertThat(OpsSecret.read(damaged)).isEmpty();
    }

    @Test
    void refusesASecretWithoutData() {
        assertThat(OpsSecret.read(new Secret())).isEmpty();
    }
}
