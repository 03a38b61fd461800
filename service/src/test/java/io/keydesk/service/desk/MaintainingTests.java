package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.Stale;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.MaintenanceWindow;
import io.keydesk.service.timeline.Event;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MaintainingTests {

    private static final MaintenanceWindow WINDOW = assertThat(
                    MaintenanceWindow.parse("sunday", "03:00", "PT4H", "Europe/Berlin"))
            .given();

    private final Desk desk = new Desk();
    private final Cluster cluster = desk.ready("cache", "development");

    @Test
    void givesAClusterAWindow() {
        var maintained = assertThat(maintain(Desk.REQUESTER)).given();

        assertThat(maintained.maintenanceWindow()).isEqualTo(WINDOW);
        assertThat(maintained.version()).isEqualTo(cluster.version() + 1);
        assertThat(maintained.desired()).isEqualTo(cluster.desired());
        assertThat(desk.cluster(cluster.id())).isEqualTo(maintained);
        assertThat(desk.timeline.ofCluster(cluster.id(), 0, 100))
                .last()
                .extracting(Event::type, Event::actor, Event::message)
                .containsExactly(
                        "maintenance-window-set", "dana", "Maintenance begins on sunday 03:00, PT4H, Europe/Berlin.");
    }

    @Test
    void tellsTheSameWindowOnce() {
        var first = assertThat(maintain(Desk.REQUESTER)).given();

        assertThat(assertThat(maintain(Desk.ADMIN)).given()).isEqualTo(first);
    }

    @Test
    void takesAWindowAway() {
        maintain(Desk.REQUESTER);

        var without = assertThat(stop(Desk.REQUESTER)).given();

        assertThat(without.maintenanceWindow()).isNull();
        assertThat(desk.timeline.ofCluster(cluster.id(), 0, 100))
                .last()
                .extracting(Event::type)
                .isEqualTo("maintenance-window-removed");
    }

    @Test
    void keepsTheWindowWhileTheClusterChanges() {
        maintain(Desk.REQUESTER);

        desk.approved(Desk.settings(cluster, "timeout", 60));

        assertThat(desk.cluster(cluster.id()).maintenanceWindow()).isEqualTo(WINDOW);
    }

    @Test
    void refusesWhoMayNot() {
        assertThat(maintain(Desk.VIEWER)).isRefusedAs(Forbidden.class);
        assertThat(maintain(Desk.APPROVER)).isRefusedAs(Forbidden.class);
        assertThat(maintain(Desk.OTHER_TENANT)).isRefusedAs(NotFound.class);
        assertThat(desk.cluster(cluster.id())).isEqualTo(cluster);
    }

    @Test
    void refusesAStaleVersion() {
        var id = cluster.id().toString();
        maintain(Desk.REQUESTER);

        assertThat(desk.maintaining.stopMaintaining(Desk.REQUESTER, id, OptionalLong.of(cluster.version())))
                .isRefusedAs(Stale.class);
    }

    @Test
    void refusesAClusterThatIsGone() {
        desk.clusters.update(cluster.gone(desk.clock.instant()));

        assertThat(maintain(Desk.REQUESTER)).isRefusedAs(WrongState.class);
    }

    private Answer<Cluster> maintain(Caller caller) {
        return desk.maintaining.maintain(caller, cluster.id().toString(), WINDOW, OptionalLong.empty());
    }

    private Answer<Cluster> stop(Caller caller) {
        return desk.maintaining.stopMaintaining(caller, cluster.id().toString(), OptionalLong.empty());
    }
}
