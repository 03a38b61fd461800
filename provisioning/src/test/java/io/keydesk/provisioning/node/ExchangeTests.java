package io.keydesk.provisioning.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keydesk.provisioning.node.Exchange.Stage;
import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.cluster.Rotated;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTests {

    private static final Dialect DIALECT = new Dialect(new EngineVersion(8, 0));
    private static final Instant AT = Instant.parse("2026-11-21T08:00:00.5Z");
    private static final Instant IN_AN_HOUR = AT.plus(Duration.ofHours(1));

    private final Secrets first = Secrets.generate();

    @ParameterizedTest
    @EnumSource(Stage.class)
    void isReadBackAsItWasWritten(Stage stage) {
        var exchange = Objects.requireNonNull(at(stage).exchange());

        assertThat(Exchange.parse(exchange.text())).isEqualTo(exchange);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "generation=2",
                "generation=2\nbefore=1\nstage=half",
                "generation=two\nbefore=1\nstage=made",
                "generation=2\nbefore=1\nstage=done\npublished=today"
            })
    void refusesWhatSomebodyElseHasWritten(String text) {
        assertThatThrownBy(() -> Exchange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "MADE, false, 2, 2",
        "USED, true, 2, 2",
        "TOLD, true, 2, 2",
        "PUBLISHED, true, 2, 2",
        "CLOSING, true, 1, 2",
        "LEAVING, true, 1, 2",
        "DONE, true, 1, 1"
    })
    void acceptsTwoPasswordsForAsLongAsEitherMayBeUsed(Stage stage, boolean usesNew, int application, int replication) {
        var secrets = at(stage);

        assertThat(secrets.application().equals(first.application())).isEqualTo(!usesNew);
        assertThat(secrets.replication().equals(first.replication())).isEqualTo(!usesNew);
        assertThat(secrets.sentinel().equals(first.sentinel())).isEqualTo(!usesNew);
        assertThat(secrets.ops()).isEqualTo(first.ops());
        var users = UserRules.parseAll(
                AclFiles.ofNode(secrets, "resetchannels", DIALECT).lines());
        assertThat(passwords(users.get("default")))
                .hasSize(application)
                .contains(secrets.application().rule());
        assertThat(passwords(users.get("_replication"))).hasSize(replication);
        assertThat(passwords(users.get("_sentinel"))).hasSize(replication);
        assertThat(passwords(users.get("_ops"))).hasSize(1);
        var sentinel = UserRules.parseAll(AclFiles.ofSentinel(secrets, DIALECT).lines());
        assertThat(passwords(sentinel.get("_sentinel"))).hasSize(replication);
    }

    private static Set<String> passwords(@Nullable UserRules user) {
        return Objects.requireNonNull(user).passwords();
    }

    @Test
    void letsReplicasAndSentinelsInForLongerWhereTheyNeedThat() {
        var published = first.exchangedFor(2).used().published(AT, Duration.ZERO, Duration.ofMinutes(5));

        assertThat(published.rotated()).isEqualTo(new Rotated(2, AT, AT, AT.plus(Duration.ofMinutes(5))));
        assertThat(at(Stage.CLOSING).rotated()).isEqualTo(new Rotated(2, AT, IN_AN_HOUR, IN_AN_HOUR));
        assertThat(at(Stage.LEAVING).rotated()).isEqualTo(new Rotated(2, AT, null, IN_AN_HOUR));
        assertThat(at(Stage.DONE).rotated()).isEqualTo(new Rotated(2, AT, null, null));
        assertThat(at(Stage.TOLD).rotated()).isNull();
    }

    @Test
    void keepsAllPasswordsFromBeingShown() {
        var secrets = at(Stage.PUBLISHED);

        assertThat(secrets.all()).hasSize(8).contains(first.application(), secrets.application());
        assertThat(secrets.toString()).doesNotContain(first.application().value());
    }

    private Secrets at(Stage stage) {
        var made = first.exchangedFor(2);
        return switch (stage) {
            case MADE -> made;
            case USED, TOLD -> made.used().at(stage);
            case PUBLISHED, CLOSING, LEAVING, DONE ->
                made.used()
                        .published(AT, Duration.ofHours(1), Duration.ofMinutes(5))
                        .at(stage);
        };
    }
}
