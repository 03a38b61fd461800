package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said of a cluster that somebody or something has changed, and that it is mended. */
@Timeout(90)
class ConditionTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    private RunningCluster cluster;

    @BeforeEach
    void order() {
        cluster = RunningCluster.order(region, region.open(false));
    }

    @Test
    void tellsAUserThatWasChangedByHandAndMendsIt() {
        cluster.ask(1, "ACL", "SETUSER", "default", "+config");

        assertThat(firstLook(Type.ACCESS_ENFORCED))
                .isEqualTo("FALSE CommandsNotRefused: Node 1 lets the application run CONFIG GET dir.");
        assertThat(said(cluster.observe(), Type.SETTINGS_APPLIED))
                .isEqualTo("FALSE Different: Node 1 has the user default with other commands.");
        assertMends("Node 1 had the user default with other commands");
    }

    @Test
    void tellsAReplicaThatNoLongerKnowsThePasswordOfItsPrimary() {
        int replica = (cluster.primary().index() + 1) % 3;
        cluster.ask(replica, "CONFIG", "SET", "masterauth", "wrong");

        assertThat(firstLook(Type.SETTINGS_APPLIED))
                .isEqualTo("FALSE Different: Node %d has another masterauth.".formatted(replica));
        assertMends("Node %d had another masterauth".formatted(replica));
    }

    @Test
    void tellsASentinelThatWasSetByHandAndMendsIt() {
        cluster.askSentinel(2, "SENTINEL", "SET", "mymaster", "quorum", "4");

        assertThat(firstLook(Type.QUORUM_HEALTHY))
                .startsWith("FALSE QuorumMissing: Sentinel 2 says \"NOQUORUM 3 usable Sentinels.");
        assertThat(said(cluster.observe(), Type.SETTINGS_APPLIED))
                .isEqualTo("FALSE Different: Sentinel 2 has quorum 4 instead of 2.");
        assertMends("Sentinel 2 had quorum 4 instead of 2");
    }

    @Test
    void tellsAConnectionThatWasEditedAndRestoresIt() throws IOException {
        var file = cluster.folder().configMap();
        var published = Files.readString(file);
        Files.writeString(file, published + "\n");

        assertThat(firstLook(Type.CONNECTION_PUBLISHED))
                .isEqualTo("FALSE ConfigMapDifferent: The ConfigMap was changed.");
        assertThat(cluster.settle().types()).containsExactly("connection-restored");
        assertThat(file).hasContent(published);
    }

    @Test
    void tellsAPolicyThatIsMissing() throws IOException {
        Files.delete(cluster.folder().networkPolicy());

        assertThat(firstLook(Type.ACCESS_ENFORCED))
                .isEqualTo("FALSE NetworkPolicyMissing: The NetworkPolicy is missing.");
        assertThat(cluster.settle().ready().seen().isHealthy()).isTrue();
    }

    @Test
    void tellsAReplicaThatIsLinkedAndFrozen() throws IOException {
        int replica = (cluster.primary().index() + 1) % 3;
        long pid = cluster.pid(Slot.node(replica));
        signal("STOP", pid);
        try {
            var seen = cluster.observe();

            assertThat(said(seen, Type.REPLICAS_IN_SYNC))
                    .isEqualTo("FALSE ReplicaSilent: Node %d does not answer.".formatted(replica));
            assertThat(said(seen, Type.PRIMARY_AGREED)).startsWith("TRUE Agreed");
            assertThat(said(seen, Type.SETTINGS_APPLIED))
                    .isEqualTo("UNKNOWN NoAnswer: No answer comes from node %d.".formatted(replica));
        } finally {
            signal("CONT", pid);
        }
        assertThat(cluster.settle().ready().seen().isHealthy()).isTrue();
    }

    /** Replicas of a cluster that is written to are always some bytes behind. */
    @Test
    void staysInSyncWhileAClientWrites() {
        var written = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = cluster.client()) {
            var writing = threads.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    client.set("order:" + written.incrementAndGet() % 1000, "x".repeat(1000));
                }
            });
            await().until(() -> written.get() > 100);
            for (int look = 0; look < 20; look++) {
                assertThat(said(cluster.observe(), Type.REPLICAS_IN_SYNC)).startsWith("TRUE InSync");
            }
            int before = written.get();
            await().until(() -> written.get() > before);
            writing.cancel(true);
        }
    }

    /** The condition, as a worker that looks at a cluster which was well stores it before anything is repaired. */
    private String firstLook(Type type) {
        var outcome = cluster.provisioner().apply(cluster.desired());
        assertThat(outcome).isInstanceOf(Outcome.InProgress.class);
        return said(((Outcome.InProgress) outcome).seen(), type);
    }

    private void assertMends(String told) {
        var ended = cluster.settle();

        assertThat(ended.happenings()).singleElement().satisfies(happening -> {
            assertThat(happening.type()).isEqualTo("drift-repaired");
            assertThat(happening.message()).isEqualTo(told);
        });
        assertThat(ended.ready().seen().isHealthy()).isTrue();
        assertThat(cluster.observe().conditions()).extracting(Condition::status).containsOnly(Status.TRUE);
    }

    private static String said(Observation seen, Type type) {
        return seen.condition(type)
                .map(condition -> "%s %s: %s".formatted(condition.status(), condition.reason(), condition.message()))
                .orElseThrow();
    }

    private static void signal(String name, long pid) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .onExit()
                .join();
    }
}
