package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Answer.Refused;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.MaintenanceWindow;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.ticket.Preview.VersionChange;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradingTests {

    private static final String WHY = "CVE-2025-49844 is used by attackers";

    private final Desk desk = new Desk();

    @BeforeEach
    void offer() {
        desk.region.offering("8.0.2", "8.1.2");
    }

    @Test
    void previewsTheVersionRestartsPauseAndThatThereIsNoWayBack() {
        var cluster = desk.ready("cache", "development");

        var preview = assertThat(desk.filing.preview(
                        Desk.REQUESTER, new UpgradeVersion(cluster.id(), "8.1.2"), Optional.empty()))
                .given();

        assertThat(preview.version()).isEqualTo(new VersionChange("8.0.1", "8.1.2", null));
        assertThat(preview.restarts()).isEqualTo(3);
        assertThat(preview.writePause()).isPositive().isLessThan(Duration.ofSeconds(3));
        assertThat(preview.warnings()).anyMatch(warning -> warning.startsWith("There is no way back to 8.0.1"));
    }

    @Test
    void warnsOfAVersionThatIsSoonMaintainedNoMore() {
        var cluster = desk.ready("cache", "development");
        desk.clock.advance(Duration.ofDays(5 * 365));

        assertThat(desk.filed(new UpgradeVersion(cluster.id(), "8.0.2"))
                        .preview()
                        .warnings())
                .contains("Version 8.0.2 has not been maintained since 2027-09-15.");
    }

    @Test
    void writesTheVersionIntoTheNextRevision() {
        var cluster = desk.ready("cache", "development");

        desk.approved(new UpgradeVersion(cluster.id(), "8.1.2"));

        assertThat(desk.cluster(cluster.id()).desired().number()).isEqualTo(2);
        assertThat(desk.cluster(cluster.id()).desired().state())
                .isEqualTo(cluster.desired().state().withVersion("8.1.2"));
        assertThat(desk.clusterReading.version(desk.cluster(cluster.id()))).contains("8.1.2");
    }

    @Test
    void refusesToUpgradeBackwardsAndStoresNothing() {
        var cluster = upgraded("cache", "development", "8.1.2");

        assertThat(refusal(Desk.REQUESTER, new UpgradeVersion(cluster.id(), "8.0.2")))
                .isInstanceOfSatisfying(Invalid.class, invalid -> {
                    assertThat(invalid.errors().getFirst().field()).isEqualTo("request.version");
                    assertThat(invalid.detail())
                            .contains("newer than 8.1.2", "8.0.2 is older", "region local has none that is newer");
                });
        assertThat(desk.tickets.working(cluster.id())).isEmpty();
    }

    @Test
    void refusesToRollBackToAnOlderVersion() {
        var cluster = upgraded("cache", "development", "8.1.2");

        assertThat(refusal(Desk.REQUESTER, new RollBack(cluster.id(), 1)).detail())
                .contains("revision 1 cannot run any more", "it ran version 8.0.1", "the cluster runs 8.1.2 by now");
    }

    @Test
    void rollsBackToARevisionOfTheSameVersion() {
        var cluster = upgraded("cache", "development", "8.1.2");
        desk.fulfilled(Desk.settings(cluster, "timeout", 60));

        desk.fulfilled(new RollBack(cluster.id(), 2));

        assertThat(desk.cluster(cluster.id()).desired().state())
                .isEqualTo(cluster.desired().state());
    }

    @Test
    void refusesProductionAheadOfStagingWithTheFigures() {
        upgraded("cache-stage", "staging", "8.0.2");
        var production = desk.ready("cache", "production");

        assertThat(refusal(Desk.REQUESTER, new UpgradeVersion(production.id(), "8.1.2")))
                .isInstanceOfSatisfying(Invalid.class, invalid -> {
                    assertThat(invalid.errors().getFirst().field()).isEqualTo("request.version");
                    assertThat(invalid.detail())
                            .contains("version is 8.1.2", "in staging run 8.0.2 at most", "aheadOfStaging");
                });
        assertThat(filed(Desk.REQUESTER, new UpgradeVersion(production.id(), "8.0.2")))
                .isGiven();
    }

    @Test
    void letsProductionFollowOnceStagingHasTheVersion() {
        var staging = desk.ready("cache-stage", "staging");
        var production = desk.ready("cache", "production");
        desk.approved(new UpgradeVersion(staging.id(), "8.1.2"));
        // It is wanted there, and not done yet.
        assertThat(refusal(Desk.REQUESTER, new UpgradeVersion(production.id(), "8.1.2")))
                .isInstanceOf(Invalid.class);

        settle(desk.cluster(staging.id()));

        assertThat(filed(Desk.REQUESTER, new UpgradeVersion(production.id(), "8.1.2")))
                .isGiven();
    }

    @Test
    void asksNothingOfProductionThatHasNoStagingOfItsPurpose() {
        var production = desk.ready("cache", "production");

        assertThat(desk.filed(new UpgradeVersion(production.id(), "8.1.2"))
                        .preview()
                        .version())
                .isEqualTo(new VersionChange("8.0.1", "8.1.2", null));
    }

    @Test
    void letsAnAdminSayThatProductionMayBeAhead() {
        desk.ready("cache-stage", "staging");
        var production = desk.ready("cache", "production");
        var ahead = new UpgradeVersion(production.id(), "8.1.2", true, null);

        assertThat(refusal(Desk.REQUESTER, ahead)).isInstanceOf(Forbidden.class);
        var ticket = assertThat(filed(Desk.ADMIN, ahead)).given();

        assertThat(ticket.state().label()).isEqualTo("awaiting-approval");
        assertThat(ticket.findings())
                .anyMatch(finding -> finding.message().contains("run 8.1.2 while staging runs 8.0.1 at most"));
        assertThat(ticket.preview().warnings()).anyMatch(warning -> warning.startsWith("Staging is behind"));
        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isGiven();
    }

    @Test
    void forcesAnUrgentUpgradeWithoutApprovalAndTellsTheTenantWhy() {
        desk.ready("cache-stage", "staging");
        var production = desk.ready("cache", "production");
        var urgent = new UpgradeVersion(production.id(), "8.1.2", false, WHY);

        assertThat(refusal(Desk.REQUESTER, urgent)).isInstanceOf(Forbidden.class);
        assertThat(refusal(Desk.REQUESTER_AND_APPROVER, urgent)).isInstanceOf(Forbidden.class);
        var ticket = assertThat(filed(Desk.ADMIN, urgent)).given();

        assertThat(ticket.state().label()).isEqualTo("approved");
        assertThat(ticket.decisions().getFirst().by()).isEqualTo("policy:urgent-upgrade");
        assertThat(desk.cluster(production.id()).desired().state().version()).isEqualTo("8.1.2");
        assertThat(desk.timeline.ofCluster(production.id(), 0, 100))
                .filteredOn(event -> event.type().equals("upgrade-forced"))
                .extracting(Event::message)
                .containsExactly(
                        "An admin upgrades the cluster to version 8.1.2 now, without anybody's approval: " + WHY);
        assertThat(desk.events(ticket)).contains("upgrade-forced");
    }

    @ParameterizedTest
    @CsvSource({"PT0H, 'now, in the maintenance window that is open'", "PT48H, in the next maintenance window"})
    void tellsTheTenantWhenAnUpgradeIsForced(Duration opensIn, String when) {
        var cluster = desk.ready("cache", "development");
        var now = desk.clock.instant();
        desk.clusters.update(cluster.maintainedIn(SampleClusters.windowAt(now.plus(opensIn)), now));

        var filing = new FileTicket(
                new UpgradeVersion(cluster.id(), "8.1.2", false, WHY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new When.Window());
        assertThat(desk.filing.file(Desk.ADMIN, filing, Optional.empty())).isGiven();

        assertThat(desk.timeline.ofCluster(cluster.id(), 0, 100))
                .filteredOn(event -> event.type().equals("upgrade-forced"))
                .extracting(Event::message)
                .containsExactly("An admin upgrades the cluster to version 8.1.2 %s, without anybody's approval: %s"
                        .formatted(when, WHY));
    }

    @Test
    void letsNobodyButAdminsTakeAForcedUpgradeBackOrPutItOff() {
        var cluster = desk.ready("cache", "production");
        var ticket = forced(cluster, desk.in(Duration.ofHours(1)));

        for (var caller : List.of(Desk.REQUESTER, Desk.REQUESTER_AND_APPROVER)) {
            assertThat(assertThat(desk.deciding.cancel(caller, Desk.ref(ticket), Desk.NO_REMARK))
                            .isRefusedAs(Forbidden.class)
                            .detail())
                    .contains("only admins cancel it", "ask root");
            assertThat(assertThat(desk.scheduling.move(
                                    caller, Desk.ref(ticket), desk.in(Duration.ofDays(80)), Desk.NO_REMARK))
                            .isRefusedAs(Forbidden.class)
                            .detail())
                    .contains("only admins move it", "ask root");
        }
        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
        assertThat(desk.scheduling.move(Desk.ADMIN, Desk.ref(ticket), desk.in(Duration.ofDays(1)), Desk.NO_REMARK))
                .isGiven();
        assertThat(desk.deciding.cancel(Desk.ADMIN, Desk.ref(ticket), Desk.NO_REMARK))
                .isGiven();
    }

    @Test
    void letsATenantTakeItsOwnUpgradeBack() {
        var cluster = desk.ready("cache", "production");
        var ticket = desk.scheduled(new UpgradeVersion(cluster.id(), "8.1.2"), desk.in(Duration.ofHours(1)));

        assertThat(desk.scheduling.move(Desk.REQUESTER, Desk.ref(ticket), desk.in(Duration.ofDays(1)), Desk.NO_REMARK))
                .isGiven();
        assertThat(desk.deciding.cancel(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                .isGiven();
    }

    @Test
    void letsNobodyPutAForcedUpgradeOffByAnotherWindow() {
        var cluster = desk.ready("cache", "production");
        var id = cluster.id().toString();
        desk.maintaining.maintain(Desk.REQUESTER, id, window("sunday"), OptionalLong.empty());
        var ticket = forced(cluster, new When.Window());

        assertThat(desk.maintaining.maintain(Desk.REQUESTER, id, window("friday"), OptionalLong.empty()))
                .isRefusedAs(Forbidden.class);
        assertThat(desk.maintaining.maintain(Desk.REQUESTER, id, window("sunday"), OptionalLong.empty()))
                .isGiven();

        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
        assertThat(desk.maintaining.maintain(Desk.ADMIN, id, window("friday"), OptionalLong.empty()))
                .isGiven();
    }

    @Test
    void isNotForcedOnceItIsFiled() {
        var cluster = desk.ready("cache", "production");
        var ticket = desk.filed(new UpgradeVersion(cluster.id(), "8.1.2"));
        var urgent = new UpgradeVersion(cluster.id(), "8.1.2", false, WHY);

        assertThat(desk.correcting.correct(
                        Desk.ADMIN,
                        Desk.ref(ticket),
                        new CorrectTicket(Optional.of(urgent), Optional.empty(), Optional.empty()),
                        OptionalLong.empty()))
                .isInvalidIn("request.urgent");
        assertThat(desk.deciding.approveEdited(Desk.ADMIN, Desk.ref(ticket), urgent, Desk.saying("Now")))
                .isInvalidIn("request.urgent");

        assertThat(desk.ticket(ticket)).isEqualTo(ticket);
    }

    @Test
    void refusesToCancelAnUpgradeThatHasBegun() {
        var cluster = desk.ready("cache", "development");
        var ticket = desk.started(new UpgradeVersion(cluster.id(), "8.1.2"));

        assertThat(desk.deciding.cancel(Desk.REQUESTER, Desk.ref(ticket), Desk.NO_REMARK))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().detail())
                                .contains("upgrade-version cannot be taken back"));
    }

    private Cluster upgraded(String name, String environment, String version) {
        var cluster = desk.ready(name, environment);
        desk.fulfilled(new UpgradeVersion(cluster.id(), version));
        return settle(desk.cluster(cluster.id()));
    }

    /** As it is once its newest revision is applied. */
    private Cluster settle(Cluster cluster) {
        var seen = cluster.observed(SampleClusters.healthy(cluster.desired().number()), null, desk.clock.instant());
        desk.clusters.update(seen);
        return seen;
    }

    private Ticket forced(Cluster cluster, When when) {
        var urgent = new UpgradeVersion(cluster.id(), "8.1.2", false, WHY);
        return assertThat(desk.filing.file(
                        Desk.ADMIN,
                        new FileTicket(urgent, Optional.empty(), Optional.empty(), Optional.empty(), when),
                        Optional.empty()))
                .given();
    }

    private static MaintenanceWindow window(String weekday) {
        return assertThat(MaintenanceWindow.parse(weekday, "03:00", "PT2H", "UTC"))
                .given();
    }

    private Answer<Ticket> filed(Caller caller, TicketRequest request) {
        return desk.filing.file(caller, Desk.filingOf(request), Optional.empty());
    }

    private Refusal refusal(Caller caller, TicketRequest request) {
        if (filed(caller, request) instanceof Refused<Ticket>(var refusal)) {
            return refusal;
        }
        throw new AssertionError("it was not refused");
    }
}
