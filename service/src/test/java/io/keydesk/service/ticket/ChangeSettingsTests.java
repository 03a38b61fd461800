package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangeSettingsTests {

    private static final ClusterId CLUSTER = new ClusterId(SampleTickets.id());
    private static final Offer OFFER = Offers.on(Offers.LOCAL, "m", Purpose.LOCKS);

    @Test
    void refusesToChangeNothing() {
        assertThat(errorFields(change(Map.of(), List.of()))).containsExactly("settings");
    }

    @Test
    void acceptsASettingToChange() {
        assertThat(errorFields(change(Map.of("timeout", 60), List.of()))).isEmpty();
    }

    @Test
    void acceptsASettingToReset() {
        assertThat(errorFields(change(Map.of(), List.of("timeout")))).isEmpty();
    }

    @Test
    void refusesUnknownSettingsAndValuesOutOfRange() {
        assertThat(errorFields(change(Map.of("maxmemory", "1gb", "databases", 129), List.of("bind"))))
                .containsExactly("settings.databases", "settings.maxmemory", "reset");
    }

    @Test
    void refusesASettingThatIsSetAndReset() {
        assertThat(errorFields(change(Map.of("timeout", 60), List.of("timeout"))))
                .containsExactly("reset");
    }

    @Test
    void limitsThreadsToTheCpusOfTheClustersPlan() {
        assertThat(List.of(
                        errorFields(change(Map.of("io-threads", 2), List.of())),
                        errorFields(change(Map.of("io-threads", 3), List.of()))))
                .containsExactly(List.of(), List.of("settings.io-threads"));
    }

    @Test
    void refusesSettingsThatTheClustersEngineDoesNotKnow() {
        var onOld = Offers.on(Offers.OLD, "m", Purpose.LOCKS);

        assertThat(change(Map.of("maxmemory-clients", "20%"), List.of()).errors(onOld))
                .extracting(FieldError::field)
                .containsExactly("settings.maxmemory-clients");
    }

    @Test
    void changesWhatItNamesAndNothingElse() {
        var before = state(Map.of("timeout", "0", "databases", "16", "maxmemory-policy", "allkeys-lfu"));

        var after = change(Map.of("timeout", 60), List.of()).effectOn(Optional.of(before), OFFER);

        assertThat(after)
                .isEqualTo(state(Map.of("timeout", "60", "databases", "16", "maxmemory-policy", "allkeys-lfu")));
    }

    @Test
    void resetsToTheDefaultOfThePurpose() {
        var before = state(Map.of("timeout", "60", "maxmemory-policy", "allkeys-lfu"));

        var after = change(Map.of(), List.of("maxmemory-policy", "timeout")).effectOn(Optional.of(before), OFFER);

        assertThat(after.settings()).isEqualTo(Map.of("timeout", "0", "maxmemory-policy", "noeviction"));
    }

    @Test
    void keepsCanonicalValuesOnly() {
        assertThat(change(Map.of("timeout", 60), List.of("databases")).canonical(OFFER))
                .isEqualTo(change(Map.of("timeout", "60"), List.of("databases")));
    }

    @Test
    void saysInOneLineWhatItAsksFor() {
        assertThat(change(Map.of("timeout", 60, "databases", 8), List.of("persistence"))
                        .summary())
                .isEqualTo("Set databases to 8, timeout to 60, persistence to its default");
    }

    private static List<String> errorFields(ChangeSettings change) {
        return change.errors(OFFER).stream().map(FieldError::field).toList();
    }

    private static ChangeSettings change(Map<String, Object> settings, List<String> reset) {
        return new ChangeSettings(CLUSTER, settings, reset);
    }

    private static DesiredState state(Map<String, String> settings) {
        return new DesiredState("m", List.of("shop"), new TreeMap<>(settings), false);
    }
}
