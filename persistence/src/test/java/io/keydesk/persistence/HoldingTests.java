package io.keydesk.persistence;

import static io.keydesk.service.ticket.SampleTickets.FILED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.store.Store;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.ticket.Decision;
import io.keydesk.service.ticket.Decision.Verdict;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.work.ConcurrentChange;
import io.keydesk.service.work.IdempotencyKeys.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds when two transactions want the same. */
@OnEveryServer
@Timeout(60)
class HoldingTests {

    private Store store;

    @BeforeEach
    void open() {
        store = TestDatabase.emptyStore();
    }

    @Test
    void whoWaitedForATicketReadsTheDecisionThatWasMadeMeanwhile() {
        var ticket = store.ordered("orders-cache");
        var decision = new Decision("alice", Verdict.APPROVE, null, FILED_AT);

        var waited = store.transactions().inTransaction(() -> {
            var held = store.tickets().lock(ticket.id()).orElseThrow();
            var waiting =
                    Waiting.begin(store.transactions(), () -> store.tickets().lock(ticket.id()));
            store.tickets().update(held.decided(decision, new AwaitingApproval(2, List.of("alice"))));
            return waiting;
        });

        assertThat(waited.join()).hasValueSatisfying(read -> {
            assertThat(read.decisions()).containsExactly(decision);
            assertThat(read.version()).isEqualTo(1);
        });
    }

    @Test
    void whoWaitedForAClusterReadsTheRevisionThatWasWrittenMeanwhile() {
        var cluster = store.made("orders-cache");
        var ticket = store.added(SampleTickets.settings(cluster));
        var changed = cluster.desired().state().withSettings(Map.of("timeout", "60"));

        var waited = store.transactions().inTransaction(() -> {
            var held = store.clusters().lock(cluster.id()).orElseThrow();
            var waiting =
                    Waiting.begin(store.transactions(), () -> store.clusters().lock(cluster.id()));
            store.clusters().update(held.desiring(SampleClusters.revision(2, changed, ticket)));
            return waiting;
        });

        assertThat(waited.join())
                .hasValueSatisfying(read -> assertThat(read.desired().state()).isEqualTo(changed));
    }

    @Test
    void aTenantThatIsHeldMayStillFileTickets() {
        var filed = store.transactions().inTransaction(() -> {
            store.tenants().lock(SampleTenants.DEMO);
            return Waiting.elsewhere(() -> store.ordered("orders-cache")).join();
        });

        assertThat(store.tickets().find(filed.id())).contains(filed);
    }

    @Test
    void aTenantIsHeldByOneAtATime() {
        var waited = store.transactions().inTransaction(() -> {
            store.tenants().lock(SampleTenants.DEMO);
            var waiting =
                    Waiting.begin(store.transactions(), () -> store.tenants().lock(SampleTenants.DEMO));
            assertThat(waiting).isNotDone();
            return waiting;
        });

        assertThat(waited.join()).isPresent();
    }

    @Test
    void ofTwoOrdersOfANameTheSecondIsAConcurrentChange() {
        var second = store.transactions().inTransaction(() -> {
            store.ordered("orders-cache");
            return Waiting.begin(store.transactions(), () -> store.ordered("orders-cache"));
        });

        assertThatThrownBy(second::join).hasCauseInstanceOf(ConcurrentChange.class);
    }

    @Test
    void whoWaitedForAKeyLearnsWhatItWasUsedFor() {
        var resource = SampleTickets.id();

        var waited = store.transactions().inTransaction(() -> {
            claim();
            var waiting = Waiting.begin(store.transactions(), this::claim);
            store.keys().settle("dana", "k1", resource);
            return waiting;
        });

        assertThat(waited.join()).contains(new Use("abc", resource));
    }

    @Test
    void whoWaitedForAKeyHasItIfTheOtherIsRolledBack() {
        var waiting = new CompletableFuture<CompletableFuture<Optional<Use>>>();
        assertThatIllegalStateException()
                .isThrownBy(() -> store.transactions().inTransaction(() -> {
                    claim();
                    waiting.complete(Waiting.begin(store.transactions(), this::claim));
                    throw new IllegalStateException("taken back");
                }));

        assertThat(waiting.join().join()).isEmpty();
    }

    private Optional<Use> claim() {
        return store.keys().claim("dana", "k1", "abc", FILED_AT);
    }
}
