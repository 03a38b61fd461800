package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Region;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollBackTests {

    private static final ClusterId CLUSTER = new ClusterId(SampleTickets.id());
    private static final long MIB = 1024 * 1024;
    private static final DesiredState FIRST =
            new DesiredState("s", List.of("shop"), Offers.CATALOGUE.defaults(Purpose.SESSION_CACHE), false);
    private static final DesiredState SECOND =
            FIRST.withPlan("m").withNamespaces(List.of("shop", "web")).withSettings(Map.of("timeout", "60"));

    @Test
    void acceptsAnEarlierRevision() {
        assertThat(errors(1, FIRST)).isEmpty();
    }

    @Test
    void refusesTheCurrentRevision() {
        assertThat(errors(2, FIRST))
                .containsExactly(
                        new FieldError("revision", "revision must be an earlier one than 2, which is the current one"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, Integer.MAX_VALUE})
    void refusesNumbersThatTheClusterDoesNotHave(int number) {
        assertThat(errors(number, FIRST)).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("revision");
            assertThat(error.message()).contains("/v1/clusters/{id}/revisions");
        });
    }

    @Test
    void refusesARevisionThatIsAsTheClusterIs() {
        assertThat(errors(1, SECOND))
                .containsExactly(
                        new FieldError("revision", "revision 1 is what the cluster is now: nothing would change"));
    }

    @Test
    void refusesAPlanThatIsNoLongerOffered() {
        assertThat(errors(1, FIRST.withPlan("xxl")))
                .singleElement()
                .satisfies(error -> assertThat(error.message())
                        .contains("revision 1 cannot run any more", "plan xxl is no longer offered", "change-plan"));
    }

    @Test
    void refusesSettingsThatNoLongerExist() {
        assertThat(errors(1, FIRST.withSettings(Map.of("bind", "*"))))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo("revision");
                    assertThat(error.message()).contains("bind is no setting that can be changed");
                });
    }

    @Test
    void refusesValuesThatAreNoLongerAllowed() {
        assertThat(errors(1, FIRST.withSettings(Map.of("databases", "5000"))))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("databases must be"));
    }

    @Test
    void refusesMoreThreadsThanTheEarlierPlanHasCpus() {
        assertThat(errors(1, FIRST.withSettings(Map.of("io-threads", "2"))))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("io-threads must be at most 1"));
    }

    @Test
    void refusesToShrinkBelowWhatIsUsedWithTheFigures() {
        var full = cluster(800 * MIB);

        assertThat(new RollBack(CLUSTER, 1).errors(Offers.on(Offers.LOCAL, full, FIRST, SECOND)))
                .singleElement()
                .satisfies(error -> assertThat(error.message())
                        .contains("plan s leaves 716 MiB for data, and 800 MiB are used", "m (as it is), l"));
    }

    @Test
    void refusesNamespacesThatTheRegionNowRefuses() {
        var region = Offers.guarded(new Namespaces(List.of("*"), List.of("shop")));

        assertThat(errors(1, FIRST, region))
                .singleElement()
                .satisfies(error ->
                        assertThat(error.message()).contains("revision 1 cannot run any more", "shop does not"));
    }

    @Test
    void tellsAllThatIsInTheWay() {
        assertThat(errors(1, FIRST.withPlan("xxl").withSettings(Map.of("bind", "*"))))
                .hasSize(2);
    }

    @Test
    void bringsBackPlanNamespacesAndSettings() {
        assertThat(effect(FIRST, SECOND)).isEqualTo(FIRST);
    }

    @Test
    void keepsSettingsOfWhichTheEarlierRevisionKnewNothing() {
        var settings = new TreeMap<>(FIRST.settings());
        settings.remove("timeout");
        var older = new DesiredState("s", List.of("shop"), settings, false);

        assertThat(effect(older, SECOND)).isEqualTo(FIRST.withSettings(Map.of("timeout", "60")));
    }

    @Test
    void deletesNothing() {
        assertThat(effect(FIRST.asDeleted(), SECOND).deleted()).isFalse();
    }

    @Test
    void saysInOneLineWhatItAsksFor() {
        assertThat(new RollBack(CLUSTER, 3).summary()).isEqualTo("Roll back to revision 3");
    }

    private static DesiredState effect(DesiredState earlier, DesiredState current) {
        return new RollBack(CLUSTER, 1)
                .effectOn(
                        Optional.of(current), Offers.on(Offers.LOCAL, cluster(SampleClusters.USED), earlier, current));
    }

    private static List<FieldError> errors(int number, DesiredState first) {
        return errors(number, first, Offers.LOCAL);
    }

    private static List<FieldError> errors(int number, DesiredState first, Region region) {
        return new RollBack(CLUSTER, number).errors(Offers.on(region, cluster(SampleClusters.USED), first, SECOND));
    }

    /** At its second revision. */
    private static Cluster cluster(long used) {
        var order = SampleTickets.order("cache");
        return SampleClusters.of(order, Purpose.SESSION_CACHE, FIRST)
                .desiring(SampleClusters.revision(2, SECOND, order))
                .observed(SampleClusters.using(SampleClusters.healthy(2), used), null, SampleClusters.MADE_AT);
    }
}
