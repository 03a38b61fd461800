package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.SampleClusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangePlanTests {

    private static final ClusterId CLUSTER = new ClusterId(SampleTickets.id());
    private static final long MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"xs", "s", "l"})
    void acceptsLargerAndSmallerPlansThatFit(String plan) {
        assertThat(errors(plan, cluster("m", "1", 100 * MIB))).isEmpty();
    }

    @Test
    void refusesAPlanThatThereIsNot() {
        assertThat(errors("xxl", cluster("m", "1", 0L)))
                .containsExactly(new FieldError("plan", "plan must be one of xs, s, m, l"));
    }

    @Test
    void refusesThePlanThatTheClusterHas() {
        assertThat(errors("m", cluster("m", "1", 0L)))
                .containsExactly(
                        new FieldError("plan", "plan must be another one than m, which the cluster has already"));
    }

    @Test
    void refusesToShrinkBelowWhatIsUsedWithTheFigures() {
        assertThat(errors("xs", cluster("m", "1", 400 * MIB + 1)))
                .containsExactly(
                        new FieldError(
                                "plan",
                                "plan xs leaves 179 MiB for data, and 401 MiB are used: remove data first, or choose from s, m (as it is), l"));
    }

    @Test
    void letsAClusterShrinkToWhatItUsesExactly() {
        long room = Offers.CATALOGUE.storedPlan("xs").maxmemoryBytes();

        assertThat(errors("xs", cluster("m", "1", room))).isEmpty();
        assertThat(errors("xs", cluster("m", "1", room + 1))).hasSize(1);
    }

    @Test
    void letsAClusterGrowThatIsFuller() {
        assertThat(errors("s", cluster("xs", "1", 1000 * MIB))).isEmpty();
    }

    @Test
    void refusesNothingOfWhichItDoesNotKnowTheUse() {
        assertThat(errors("xs", cluster("m", "1", null))).isEmpty();
    }

    @Test
    void refusesAPlanOfFewerCpusThanTheClusterHasThreads() {
        assertThat(errors("s", cluster("l", "4", 0L)))
                .containsExactly(
                        new FieldError(
                                "plan",
                                "plan s has 1 CPU, and io-threads is 4: change that setting to 1 first, or choose from l (as it is)"));
    }

    @Test
    void changesThePlanAndNothingElse() {
        var before = cluster("m", "2", 0L).desired().state();

        var after = new ChangePlan(CLUSTER, "l").effectOn(Optional.of(before), Offers.ofTwoRegions());

        assertThat(after).isEqualTo(new DesiredState("l", before.namespaces(), before.settings(), before.deleted()));
    }

    @Test
    void saysInOneLineWhatItAsksFor() {
        assertThat(new ChangePlan(CLUSTER, "l").summary()).isEqualTo("Change to plan l");
    }

    private static List<FieldError> errors(String plan, Cluster cluster) {
        return new ChangePlan(CLUSTER, plan).errors(Offers.on(Offers.LOCAL, cluster));
    }

    private static Cluster cluster(String plan, String threads, @Nullable Long used) {
        var state = new DesiredState(plan, List.of("shop"), Offers.CATALOGUE.defaults(Purpose.OTHER), false)
                .withSettings(Map.of("io-threads", threads));
        return SampleClusters.of(SampleTickets.order("cache"), Purpose.OTHER, state)
                .observed(SampleClusters.using(SampleClusters.healthy(1), used), null, SampleClusters.MADE_AT);
    }
}
