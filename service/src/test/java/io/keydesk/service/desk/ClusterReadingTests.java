package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.Unavailable;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.timeline.Event;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterReadingTests {

    private static final Credentials SECRET = new Credentials("default", "correct horse");

    private final Desk desk = new Desk();
    private final Cluster cluster = desk.ready("cache", "production");
    private int told;

    @BeforeEach
    void hasCredentials() {
        desk.region.holding(() -> Optional.of(SECRET));
        told = desk.timeline.all().size();
    }

    @Test
    void givesCredentialsToRequesters() {
        assertThat(assertThat(desk.clusterReading.credentials(Desk.REQUESTER, id()))
                        .given())
                .isEqualTo(SECRET);
    }

    @Test
    void writesDownWhoReadTheCredentials() {
        desk.clusterReading.credentials(Desk.REQUESTER, id());

        assertThat(desk.timeline.all()).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo("credentials-read");
            assertThat(event.actor()).isEqualTo("dana");
            assertThat(event.cluster()).isEqualTo(cluster.id());
            assertThat(event.message()).doesNotContain(SECRET.password());
        });
    }

    @Test
    void saysWhomToAskForCredentialsThatAnotherInstanceKeeps() {
        desk.region.servedBy(new Region.Server("host-a", "/home/a"));

        var answer = desk.clusterReading.credentials(Desk.REQUESTER, id());

        assertThat(assertThat(answer).isRefusedAs(Unavailable.class).detail()).contains("local", "host-a", "/home/a");
        assertThat(desk.timeline.all()).hasSize(told);
    }

    static List<Caller> otherSeers() {
        return List.of(Desk.VIEWER, Desk.APPROVER, Desk.ADMIN);
    }

    @ParameterizedTest
    @MethodSource("otherSeers")
    void givesCredentialsToNobodyElse(Caller caller) {
        assertThat(desk.clusterReading.credentials(caller, id())).isRefusedAs(Forbidden.class);
        assertThat(desk.timeline.all()).hasSize(told);
    }

    @Test
    void saysWhenThereAreNoCredentialsYet() {
        desk.region.holding(Optional::empty);

        assertThat(desk.clusterReading.credentials(Desk.REQUESTER, id())).isRefusedAs(WrongState.class);
        assertThat(desk.timeline.all()).hasSize(told);
    }

    @Test
    void writesNothingDownWhenTheRegionFails() {
        desk.region.holding(() -> {
            throw new IllegalStateException("no disk");
        });

        assertThatThrownBy(() -> desk.clusterReading.credentials(Desk.REQUESTER, id()))
                .hasMessage("no disk");
        assertThat(desk.timeline.all()).hasSize(told);
    }

    @Test
    void neverPrintsPasswords() {
        assertThat(SECRET.toString()).doesNotContain(SECRET.password());
    }

    @Test
    void hidesTheClustersOfOtherTenants() {
        assertThat(desk.clusterReading.cluster(Desk.OTHER_TENANT, id())).isRefusedAs(NotFound.class);
        assertThat(desk.clusterReading.credentials(Desk.OTHER_TENANT, id())).isRefusedAs(NotFound.class);
        assertThat(desk.clusterReading.connection(Desk.OTHER_TENANT, id())).isRefusedAs(NotFound.class);
        assertThat(desk.clusterReading.revisions(Desk.OTHER_TENANT, id(), 100, 10))
                .isRefusedAs(NotFound.class);
        assertThat(desk.clusterReading.events(Desk.OTHER_TENANT, id(), 0, 10)).isRefusedAs(NotFound.class);
    }

    @Test
    void answersTheSameForAnotherTenantsClusterAsForNone() {
        var others =
                assertThat(desk.clusterReading.cluster(Desk.OTHER_TENANT, id())).isRefusedAs(NotFound.class);

        assertThat(others.detail()).isEqualTo("There is no cluster " + id() + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cache", "00000000-0000-0000-0000-000000000000", "0-0-0-0-0", "../x"})
    void findsNothingUnderOtherIds(String id) {
        assertThat(desk.clusterReading.cluster(Desk.ADMIN, id)).isRefusedAs(NotFound.class);
    }

    @Test
    void givesTheConnectionOnceTheAddressesAreKnown() {
        var connection =
                assertThat(desk.clusterReading.connection(Desk.VIEWER, id())).given();

        assertThat(connection.endpoints().sentinelPort()).isEqualTo(26379);
        assertThat(connection.accessLabel()).isEqualTo("elastisys.io/valkey-cache-access");
        assertThat(connection.namespaces()).containsExactly("shop");
    }

    @Test
    void namesTheAccessLabelAsTheRegionDoes() {
        desk.region.become(region("local"));

        assertThat(desk.clusterReading.accessLabel(cluster)).isEqualTo("example.org/valkey-cache-access");
        assertThat(assertThat(desk.clusterReading.connection(Desk.VIEWER, id()))
                        .given()
                        .accessLabel())
                .isEqualTo("example.org/valkey-cache-access");
    }

    @Test
    void knowsAnAccessLabelOfARegionThatIsNotConfiguredAnyMore() {
        desk.region.become(region("another"));

        assertThat(desk.clusterReading.accessLabel(cluster)).isEqualTo("elastisys.io/valkey-cache-access");
    }

    @Test
    void hasNoConnectionBeforeTheAddressesAreKnown() {
        var young = desk.cluster(desk.approved(Desk.order("young")));

        assertThat(desk.clusterReading.connection(Desk.REQUESTER, young.id().toString()))
                .isRefusedAs(WrongState.class);
    }

    @Test
    void showsTheTicketsThatAreCarriedOut() {
        var quiet = desk.ready("quiet", "development");
        var working = desk.approved(Desk.settings(cluster, "timeout", 60));

        assertThat(desk.clusterReading.pending(List.of(quiet, cluster)))
                .containsOnly(entry(cluster.id(), working.brief()));
    }

    @Test
    void listsRevisionsFromTheNewest() {
        desk.approved(Desk.settings(cluster, "timeout", 60));

        assertThat(assertThat(desk.clusterReading.revisions(Desk.VIEWER, id(), 100, 10))
                        .given())
                .extracting(revision -> revision.number())
                .containsExactly(2, 1);
    }

    @Test
    void tellsWhatHappenedToTheCluster() {
        assertThat(assertThat(desk.clusterReading.events(Desk.VIEWER, id(), 0, 10))
                        .given())
                .extracting(Event::type)
                .containsExactly("ticket-filed", "ticket-approved");
    }

    private static Region region(String name) {
        return new Region(name, "kubernetes", true, null, null, null, Namespaces.ANY, "example.org");
    }

    private String id() {
        return cluster.id().toString();
    }
}
