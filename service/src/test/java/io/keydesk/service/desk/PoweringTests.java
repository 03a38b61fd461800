package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.Phase;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.TicketRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Powering clusters off and on, and drills, up to the revision that is written for them. */
class PoweringTests {

    private final Desk desk = new Desk();

    @Test
    void writesARevisionInWhichNothingRuns() {
        var cluster = desk.ready("cache", "development");

        var ticket = desk.approved(new PowerOff(cluster.id()));

        var state = desk.cluster(ticket).desired().state();
        assertThat(state.poweredOff()).isTrue();
        assertThat(state.asPowered(true)).isEqualTo(cluster.desired().state());
        assertThat(desk.cluster(ticket).phase()).isEqualTo(Phase.UPDATING);
    }

    @Test
    void saysWhatIsKeptAndThatItsPlaceInTheQuotaIs() {
        var preview = preview(new PowerOff(desk.ready("cache", "development").id()));

        assertThat(preview.memoryBytes().requested()).isZero();
        assertThat(preview.clusters().requested()).isZero();
        assertThat(preview.monthlyCostBefore()).isEqualTo(new BigDecimal("45"));
        assertThat(preview.monthlyCostAfter()).isEqualTo(BigDecimal.ZERO);
        assertThat(preview.warnings())
                .anyMatch(text -> text.contains("place in the quota are kept"))
                .contains("All its data is lost: persistence is off.")
                .doesNotContain("This is a production cluster.");
    }

    @Test
    void saysThatDataIsKeptWhereItIsWrittenToDisk() {
        var cluster = desk.ready("cache", "development");
        desk.fulfilled(Desk.settings(cluster, "persistence", "aof"));

        assertThat(preview(new PowerOff(cluster.id())).warnings())
                .anyMatch(text -> text.contains("there again once it is powered on"));
    }

    @Test
    void asksTwoPeopleInProductionAndWarnsThem() {
        var cluster = desk.ready("cache", "production");

        assertThat(desk.filed(new PowerOff(cluster.id()))).isAwaitingApprovalOf(2);
        assertThat(preview(new PowerOff(cluster.id())).warnings()).contains("This is a production cluster.");
        assertThat(desk.filed(new FailOver(cluster.id()))).isAwaitingApprovalOf(1);
        assertThat(preview(new FailOver(cluster.id())).warnings()).contains("This is a production cluster.");
    }

    @Test
    void refusesWhatIsSoAlready() {
        var cluster = desk.ready("cache", "development");

        assertThat(refused(new PowerOn(cluster.id()))).contains("is on already");
        off(cluster);
        assertThat(refused(new PowerOff(cluster.id()))).contains("is off already");
    }

    @Test
    void refusesChangesOfWhatIsOffButItsDeletion() {
        var cluster = desk.ready("cache", "development");
        var change = desk.filed(Desk.settings(cluster, "timeout", 60));
        off(cluster);

        assertThat(refused(Desk.settings(cluster, "timeout", 90))).contains("is off", "power-on");
        assertThat(refused(new FailOver(cluster.id()))).contains("is off", "power-on");
        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(change), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);
        assertThat(desk.filed(Desk.deletion(cluster))).isAwaitingApprovalOf(1);
        assertThat(preview(new PowerOn(cluster.id())).warnings()).contains("It comes back empty: persistence is off.");
    }

    @Test
    void refusesToPowerOffWhatWasNeverReady() {
        var order = desk.failed(Desk.order("cache"));

        assertThat(refused(new PowerOff(order.clusterId()))).contains("was never ready");
    }

    @Test
    void refusesADrillOnAClusterThatIsNotWellWithWhatIsWrong() {
        var cluster = desk.ready("cache", "development");
        var silent = new Condition(
                Type.QUORUM_HEALTHY,
                Status.FALSE,
                "SentinelSilent",
                "No answer comes from Sentinel 1.",
                cluster.createdAt());
        observed(cluster, new Observation(1, List.of(silent), List.of(), null));

        assertThat(refused(new FailOver(cluster.id())))
                .isEqualTo(
                        "Cluster cache is degraded (QuorumHealthy, SentinelSilent: No answer comes from Sentinel 1), "
                                + "and a drill needs one that is well: file it once the cluster is ready.");
    }

    @Test
    void drillsAnewWithEachTicket() {
        var cluster = desk.ready("cache", "development");
        var preview = preview(new FailOver(cluster.id()));
        desk.fulfilled(new FailOver(cluster.id()));
        observed(cluster, SampleClusters.healthy(2));

        desk.fulfilled(new FailOver(cluster.id()));

        assertThat(preview.writePause()).isPositive().isLessThan(Duration.ofSeconds(3));
        assertThat(preview.restarts()).isZero();
        assertThat(preview.warnings()).anyMatch(text -> text.contains("keydesk:drill:"));
        assertThat(desk.cluster(cluster.id()).desired())
                .satisfies(revision -> assertThat(revision.number()).isEqualTo(3))
                .satisfies(revision -> assertThat(revision.state().drill()).isTrue());
    }

    @Test
    void doesNotTakeWhatFollowsADrillForAChangeOrForADrill() {
        var cluster = desk.ready("cache", "development");
        desk.fulfilled(new FailOver(cluster.id()));
        observed(cluster, SampleClusters.healthy(2));

        assertThat(desk.filing.preview(Desk.REQUESTER, Desk.settings(cluster, "timeout", 0), Optional.empty()))
                .isInvalidIn("request");
        desk.fulfilled(Desk.settings(cluster, "timeout", 60));
        assertThat(desk.cluster(cluster.id()).desired().state().drill()).isFalse();
    }

    private void off(Cluster cluster) {
        desk.fulfilled(new PowerOff(cluster.id()));
    }

    private void observed(Cluster cluster, Observation seen) {
        desk.clusters.update(desk.cluster(cluster.id()).observed(seen, null, desk.clock.instant()));
    }

    private Preview preview(TicketRequest request) {
        return assertThat(desk.filing.preview(Desk.REQUESTER, request, Optional.empty()))
                .given();
    }

    private String refused(TicketRequest request) {
        return assertThat(desk.filing.preview(Desk.REQUESTER, request, Optional.empty()))
                .isRefusedAs(WrongState.class)
                .detail();
    }
}
