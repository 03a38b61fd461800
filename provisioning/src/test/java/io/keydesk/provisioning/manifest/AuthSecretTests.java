package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.Test;

class AuthSecretTests {

    private final Secret withExporter = secret("full");

    @Test
    void tellsTheServersHashesAndNoPasswordOfTheTenantOrOfKeydesk() {
        assertThat(withExporter.getData().keySet())
                .extracting(key -> SecretData.text(withExporter, key).orElseThrow())
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(
                                Scenario.SECRETS.application().value(),
                                Scenario.SECRETS.ops().value()));
        assertThat(SecretData.text(withExporter, "users.acl").orElseThrow())
                .contains("user default on #", " ~* &* +@all ", "user _exporter on #");
        assertThat(SecretData.text(withExporter, "sentinel-users.acl").orElseThrow())
                .contains("user default on nopass ", "user _ops on #");
    }

    @Test
    void tellsTheExporterAsWhomToLogIn() {
        assertThat(SecretData.text(withExporter, "exporter.json"))
                .hasValue("{\"redis://_exporter@127.0.0.1:6379\": \"%s\"}"
                        .formatted(Scenario.SECRETS.exporter().value()));
        assertThat(secret("minimal").getData()).doesNotContainKey("exporter.json");
    }

    private static Secret secret(String scenario) {
        return AuthSecret.desired(Scenario.read(scenario).blueprint());
    }
}
