package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.keydesk.provisioning.node.Exchange.Stage;
import io.keydesk.provisioning.node.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    @ParameterizedTest
    @EnumSource(Stage.class)
    void readsBackBothPasswordsWhileThereAreTwo(Stage stage) {
        var made = Scenario.SECRETS.exchangedFor(2);
        var secrets = stage == Stage.MADE
                ? made
                : made.used()
                        .published(Instant.EPOCH, Duration.ofHours(1), Duration.ZERO)
                        .at(stage);

        var exchanging = desired(secrets);

        assertThat(OpsSecret.read(exchanging)).hasValue(secrets);
        assertThat(exchanging.getData()).hasSize(stage == Stage.DONE ? 6 : 9);
    }

    @Test
    void refusesAnExchangeOfWhichPartIsMissing() {
        var exchanging = desired(Scenario.SECRETS.exchangedFor(2));

        assertThat(OpsSecret.read(new SecretBuilder(exchanging)
                        .removeFromData("other-sentinel-password")
                        .build()))
                .isEmpty();
        assertThat(OpsSecret.read(
                        new SecretBuilder(exchanging).addToData("exchange", "").build()))
                .isEmpty();
    }

    private static Secret desired(Secrets secrets) {
        var minimal = Scenario.read("minimal").blueprint();
        return OpsSecret.desired(new Blueprint(
                minimal.desired(), minimal.base(), minimal.plan(), minimal.directives(), secrets, minimal.premises()));
    }
}
