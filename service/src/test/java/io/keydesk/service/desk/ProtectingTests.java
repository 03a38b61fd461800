package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.Stale;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.ticket.PowerOff;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProtectingTests {

    private final Desk desk = new Desk();
    private final Protecting protecting = new Protecting(desk.ports);
    private final Cluster cluster = desk.ready("cache", "development");

    @Test
    void refusesToDeleteAndToPowerOffWithTheWayOut() {
        protect();

        for (var request : List.of(Desk.deletion(cluster), new PowerOff(cluster.id()))) {
            assertThat(desk.filing.file(Desk.REQUESTER, Desk.filingOf(request), Optional.empty()))
                    .isRefusedAs(WrongState.class);
        }
        assertThat(desk.filing
                        .file(Desk.REQUESTER, Desk.filingOf(Desk.deletion(cluster)), Optional.empty())
                        .toString())
                .contains("protected from deletion", "DELETE /v1/clusters/{id}/deletion-protection");
    }

    @Test
    void refusesToApproveADeletionThatWasFiledBefore() {
        var ticket = desk.filed(Desk.deletion(cluster));
        protect();

        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isRefusedAs(WrongState.class);
        assertThat(desk.cluster(cluster.id()).desired().state().deleted()).isFalse();
    }

    @Test
    void letsGoOfWhatIsNotProtectedAnyMore() {
        protect();

        assertThat(protecting.stopProtecting(Desk.REQUESTER, id(), OptionalLong.empty()))
                .isGiven();

        assertThat(desk.cluster(cluster.id()).deletionProtection()).isFalse();
        assertThat(desk.approved(Desk.deletion(cluster)).state().label()).isEqualTo("approved");
    }

    @Test
    void changesNothingTheSecondTime() {
        var first = protect();

        assertThat(protect()).isEqualTo(first);
    }

    @Test
    void isTooLateForWhatIsBeingDeleted() {
        desk.approved(Desk.deletion(cluster));

        assertThat(protecting.protect(Desk.REQUESTER, id(), OptionalLong.empty()))
                .isRefusedAs(WrongState.class);
    }

    @Test
    void isForThoseWhoFile() {
        assertThat(protecting.protect(Desk.VIEWER, id(), OptionalLong.empty())).isRefusedAs(Forbidden.class);
        assertThat(protecting.protect(Desk.OTHER_TENANT, id(), OptionalLong.empty()))
                .isRefusedAs(NotFound.class);
        assertThat(protecting.protect(Desk.REQUESTER, id(), OptionalLong.of(cluster.version() + 1)))
                .isRefusedAs(Stale.class);
        assertThat(desk.cluster(cluster.id())).isEqualTo(cluster);
    }

    private Cluster protect() {
        return assertThat(protecting.protect(Desk.REQUESTER, id(), OptionalLong.empty()))
                .given();
    }

    private String id() {
        return cluster.id().toString();
    }
}
