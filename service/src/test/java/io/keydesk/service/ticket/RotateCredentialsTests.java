package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Rotation;
import io.keydesk.service.cluster.SampleClusters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotateCredentialsTests {

    private static final ClusterId CLUSTER = new ClusterId(SampleTickets.id());
    private static final DesiredState STATE =
            new DesiredState("s", List.of("shop"), Offers.CATALOGUE.defaults(Purpose.SESSION_CACHE), false);

    @ParameterizedTest
    @CsvSource({"'', PT24H", "PT0S, PT0S", "PT3600S, PT1H", "P7D, PT168H", "pt90m, PT1H30M"})
    void takesEveryOverlapOfAWeekAtMost(String overlap, String canonical) {
        var request = new RotateCredentials(CLUSTER, overlap, true);

        assertThat(request.errors(offer())).isEmpty();
        assertThat(request.canonical(offer())).isEqualTo(new RotateCredentials(CLUSTER, canonical, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"24", "a day", "-PT1H", "PT168H0.5S", "PT168H1S", "P8D", "PT0.5S", "PT99999999999999999999H"})
    void refusesAnyOtherWithTheRuleAndAnExample(String overlap) {
        assertThat(new RotateCredentials(CLUSTER, overlap, false).errors(offer()))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo("overlap");
                    assertThat(error.message()).contains("PT0S to PT168H", "such as PT24H");
                })
                .isInstanceOf(FieldError.class);
    }

    @Test
    void makesTheNextGeneration() {
        var second = effect(STATE, "PT1H", true);
        var third = effect(second, "", false);

        assertThat(STATE.generation()).isOne();
        assertThat(second.rotation()).isEqualTo(new Rotation(2, Duration.ofHours(1), true));
        assertThat(third.rotation()).isEqualTo(new Rotation(3, Duration.ofHours(24), false));
        assertThat(third.settings()).isEqualTo(STATE.settings());
    }

    @Test
    void isInheritedByEveryStateThatFollows() {
        var rotated = effect(STATE, "PT1H", true);

        assertThat(List.of(
                        rotated.withPlan("m"),
                        rotated.withNamespaces(List.of("web")),
                        rotated.withSettings(Map.of("timeout", "60")),
                        rotated.asPowered(false),
                        rotated.asDrill(),
                        rotated.lasting(),
                        rotated.asDeleted()))
                .allSatisfy(state -> assertThat(state.rotation()).isEqualTo(rotated.rotation()));
    }

    @Test
    void isNotTakenBackByARollBack() {
        assertThat(effect(STATE, "PT1H", true).backTo(STATE).generation()).isEqualTo(2);
        assertThat(new RotateCredentials(CLUSTER, "", false).canBeUndone()).isFalse();
    }

    @Test
    void saysInOneLineWhatItAsksFor() {
        assertThat(new RotateCredentials(CLUSTER, "", false).summary())
                .isEqualTo("Rotate the credentials; the old password works for PT24H beside the new one");
        assertThat(new RotateCredentials(CLUSTER, "PT0S", false).summary())
                .isEqualTo("Rotate the credentials; the old password ends at once");
    }

    private static DesiredState effect(DesiredState state, String overlap, boolean close) {
        return new RotateCredentials(CLUSTER, overlap, close).effectOn(Optional.of(state), offer());
    }

    private static Offer offer() {
        return Offers.on(Offers.LOCAL, cluster(), STATE);
    }

    private static Cluster cluster() {
        return SampleClusters.of(SampleTickets.order("cache"), Purpose.SESSION_CACHE, STATE);
    }
}
