package io.keydesk.service.fleet;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.desk.IdempotencyKey;
import io.keydesk.service.fleet.FleetScope.LeftOut;
import io.keydesk.service.fleet.FleetUpgrading.OfFailed;
import io.keydesk.service.fleet.FleetUpgrading.Remark;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.UpgradeVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class FleetUpgradingTests {

    static final List<Caller> OTHERS = List.of(Fleet.REQUESTER, Fleet.APPROVER);

    private final Fleet fleet = new Fleet();

    @ParameterizedTest
    @FieldSource("OTHERS")
    void isForAdminsOnly(Caller caller) {
        fleet.ready("cache", "development");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));
        var id = upgrade.id().toString();

        assertThat(fleet.upgrading.preview(caller, Fleet.to("8.0.2"))).isRefusedAs(Forbidden.class);
        assertThat(fleet.upgrading.start(caller, Fleet.to("8.0.2"), Optional.empty()))
                .isRefusedAs(Forbidden.class);
        assertThat(fleet.upgrading.upgrades(caller, null, 10)).isRefusedAs(Forbidden.class);
        assertThat(fleet.upgrading.upgrade(caller, id)).isRefusedAs(Forbidden.class);
        assertThat(fleet.upgrading.members(caller, id, null, null, 10)).isRefusedAs(Forbidden.class);
        assertThat(fleet.upgrading.pause(caller, id, Fleet.NO_REMARK)).isRefusedAs(Forbidden.class);
        assertThat(fleet.upgrading.resume(caller, id, OfFailed.RETRY, Fleet.NO_REMARK))
                .isRefusedAs(Forbidden.class);
        assertThat(fleet.upgrading.cancel(caller, id, Fleet.NO_REMARK)).isRefusedAs(Forbidden.class);
        assertThat(fleet.progress(upgrade).upgrade()).isEqualTo(upgrade);
    }

    @Test
    void previewsAndStoresNothing() {
        fleet.ready("cache", "development");
        fleet.ready("live", "production");
        fleet.end(
                fleet.decided(new UpgradeVersion(fleet.ready("newer", "staging").id(), Fleet.NEWER)));

        var scope = assertThat(fleet.upgrading.preview(Fleet.ADMIN, Fleet.to(Fleet.NEWER)))
                .given();

        assertThat(scope.clusters()).hasSize(2);
        assertThat(scope.leftOut()).containsExactly(new LeftOut("they run 8.1.2 already", 1));
        assertThat(fleet.upgrades.list(null, 10)).isEmpty();
    }

    @Test
    void countsWhatIsBeingUpgradedUntilItIsDone() {
        var cluster = fleet.ready("cache", "development");
        fleet.decided(new UpgradeVersion(cluster.id(), Fleet.NEWER));

        var scope = assertThat(fleet.upgrading.preview(Fleet.ADMIN, Fleet.to(Fleet.NEWER)))
                .given();

        assertThat(scope.clusters()).extracting(Cluster::id).containsExactly(cluster.id());
    }

    @Test
    void leavesOutWhatIsUpgradedAndChangesSomethingElse() {
        var cluster = fleet.ready("cache", "development");
        fleet.end(fleet.decided(new UpgradeVersion(cluster.id(), Fleet.NEWER)));
        fleet.decided(new ChangeSettings(cluster.id(), Map.of("timeout", 60), List.of()));

        assertThat(assertThat(fleet.upgrading.preview(Fleet.ADMIN, Fleet.to(Fleet.NEWER)))
                        .isRefusedAs(Invalid.class)
                        .detail())
                .contains("of 1, they run 8.1.2 already");
    }

    @Test
    void leavesOutWhatIsOffOrWasNeverReady() {
        fleet.ready("cache", "development");
        fleet.end(fleet.decided(new PowerOff(fleet.ready("off", "development").id())));
        fleet.abandoned("never", "development");

        var scope = assertThat(fleet.upgrading.preview(Fleet.ADMIN, Fleet.to(Fleet.NEWER)))
                .given();

        assertThat(scope.clusters()).hasSize(1);
        assertThat(scope.leftOut())
                .containsExactly(
                        new LeftOut(
                                "they are powered off, and keep their version until an upgrade-version is filed for each once it is on",
                                1),
                        new LeftOut("they were never ready, and their orders have failed", 1));
    }

    @Test
    void saysWhichInstanceKnowsWhatARegionRuns() {
        fleet.ready("cache", "development");
        fleet.region.become(Fleet.elsewhere("8.0.1"));

        assertThat(assertThat(fleet.upgrading.preview(Fleet.ADMIN, Fleet.to(Fleet.NEWER)))
                        .isRefusedAs(Invalid.class)
                        .detail())
                .contains("only home /home/two on host two, which works in region local, knows what that runs");
    }

    @Test
    void refusesNoEnvironmentAtAll() {
        fleet.ready("cache", "development");

        assertThat(fleet.upgrading.start(
                        Fleet.ADMIN,
                        new StartFleetUpgrade(Fleet.NEWER, Fleet.WHY, List.of(), 5, false),
                        Optional.empty()))
                .isInvalidIn("environments");
    }

    @Test
    void startsWithTheClustersOfTheEnvironmentsThatAreWanted() {
        fleet.ready("cache", "development");
        fleet.ready("stage", "staging");
        fleet.ready("live", "production");

        var upgrade = fleet.started(
                new StartFleetUpgrade("8.1.2", Fleet.WHY, List.of("production", "development"), 5, false));

        assertThat(fleet.progress(upgrade).waves())
                .extracting(wave -> wave.environment().label())
                .containsExactly("development", "production");
        assertThat(fleet.upgrading.members(Fleet.ADMIN, upgrade.id().toString(), "waiting", null, 10))
                .isGiven();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            newest | A reason | staging          | 5  | version      | a version such as
            8.1.2  | ''       | staging          | 5  | reason       | 1 to 500
            8.1.2  | A reason | test             | 5  | environments | development, staging, production
            8.1.2  | A reason | staging, staging | 5  | environments | once
            8.1.2  | A reason | staging          | 0  | concurrency  | from 1 to 50
            8.1.2  | A reason | staging          | 51 | concurrency  | from 1 to 50
            9.9.9  | A reason | development      | 5  | version      | runs in no region: choose from 8.0.1, 8.0.2, 8.1.2
            8.0.1  | A reason | development      | 5  | version      | they run 8.0.1 already
            8.1.2  | A reason | production       | 5  | version      | there is none
            """)
    void refusesWhatBreaksARule(
            String version, String reason, String environments, int concurrency, String field, String rule) {
        fleet.ready("cache", "development");
        var command = new StartFleetUpgrade(version, reason, List.of(environments.split(", ")), concurrency, false);

        var refusal = assertThat(fleet.upgrading.start(Fleet.ADMIN, command, Optional.empty()))
                .isInvalidIn(field)
                .isRefusedAs(Invalid.class);

        assertThat(refusal.detail()).contains(rule);
        assertThat(fleet.upgrades.list(null, 10)).isEmpty();
    }

    @Test
    void refusesToGoBackwards() {
        fleet.end(
                fleet.decided(new UpgradeVersion(fleet.ready("newer", "staging").id(), Fleet.NEWER)));

        assertThat(assertThat(fleet.upgrading.start(Fleet.ADMIN, Fleet.to("8.0.2"), Optional.empty()))
                        .isRefusedAs(Invalid.class)
                        .detail())
                .contains("all 1 run something newer than 8.0.2", "there is no way back");
    }

    @Test
    void refusesAReasonThatTicketsCouldNotGive() {
        fleet.ready("cache", "development");
        var command =
                new StartFleetUpgrade("8.1.2", "\ud83d\udd25".repeat(300), StartFleetUpgrade.EVERYWHERE, 5, false);

        assertThat(fleet.upgrading.start(Fleet.ADMIN, command, Optional.empty()))
                .isInvalidIn("reason");
    }

    @Test
    void refusesASecondOneToTheSameVersion() {
        fleet.ready("cache", "development");
        var upgrade = fleet.started(Fleet.to(Fleet.NEWER));

        assertThat(assertThat(fleet.upgrading.start(Fleet.ADMIN, Fleet.to(Fleet.NEWER), Optional.empty()))
                        .isRefusedAs(WrongState.class)
                        .detail())
                .contains(upgrade.id().toString(), "is running", "/cancel first");
    }

    @Test
    void startsOnceForOneKey() {
        fleet.ready("cache", "development");
        var key = Optional.of(new IdempotencyKey("key", "print"));

        var first = assertThat(fleet.upgrading.start(Fleet.ADMIN, Fleet.to(Fleet.NEWER), key))
                .given();
        var second = assertThat(fleet.upgrading.start(Fleet.ADMIN, Fleet.to(Fleet.NEWER), key))
                .given();

        assertThat(second).isEqualTo(first);
        assertThat(fleet.upgrades.list(null, 10)).hasSize(1);
    }

    @Test
    void refusesWhatItsStateDoesNotAllow() {
        fleet.ready("cache", "development");
        var id = fleet.started(Fleet.to(Fleet.NEWER)).id().toString();

        assertThat(fleet.upgrading.resume(Fleet.ADMIN, id, OfFailed.RETRY, Fleet.NO_REMARK))
                .isRefusedAs(WrongState.class);
        assertThat(fleet.upgrading.pause(Fleet.ADMIN, id, Fleet.NO_REMARK)).isGiven();
        assertThat(fleet.upgrading.pause(Fleet.ADMIN, id, Fleet.NO_REMARK)).isRefusedAs(WrongState.class);
        assertThat(fleet.upgrading.cancel(Fleet.ADMIN, id, Fleet.NO_REMARK)).isGiven();
        assertThat(fleet.upgrading.cancel(Fleet.ADMIN, id, Fleet.NO_REMARK)).isRefusedAs(WrongState.class);
        assertThat(fleet.upgrading.resume(Fleet.ADMIN, id, OfFailed.SKIP, Fleet.NO_REMARK))
                .isRefusedAs(WrongState.class);
    }

    @Test
    void refusesWhatItDoesNotKnowAndWordsThatCannotBeKept() {
        fleet.ready("cache", "development");
        var id = fleet.started(Fleet.to(Fleet.NEWER)).id().toString();

        assertThat(fleet.upgrading.upgrade(Fleet.ADMIN, "nothing")).isRefusedAs(NotFound.class);
        assertThat(fleet.upgrading.members(Fleet.ADMIN, id, "lost", null, 10)).isInvalidIn("state");
        assertThat(fleet.upgrading.pause(Fleet.ADMIN, new UUID(0, 7).toString(), Fleet.NO_REMARK))
                .isRefusedAs(NotFound.class);
        assertThat(fleet.upgrading.pause(Fleet.ADMIN, id, new Remark(Optional.of("x".repeat(4001)), Optional.empty())))
                .isInvalidIn("comment");
    }
}
