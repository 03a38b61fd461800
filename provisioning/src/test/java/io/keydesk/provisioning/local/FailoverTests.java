package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.service.cluster.NodeObservation.State;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@Timeout(90)
class FailoverTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    private RunningCluster cluster;

    @BeforeEach
    void order() {
        cluster = RunningCluster.order(region, region.open(false));
    }

    @Test
    void goesOnWithoutTheKilledPrimaryAndTakesItBackAsReplica() {
        int killed = cluster.primary().index();
        try (var writer = new SentinelWriter(cluster.sentinels(), cluster.credentials())) {
            await().until(() -> writer.acknowledged() > 100);
            cluster.kill(Slot.node(killed));
            await().until(() -> region.woken().contains(cluster.desired().id()));

            var ended = cluster.settle();

            assertThat(ended.types()).containsExactly("node-died", "failover-ordered", "node-started");
            assertThat(ended.happenings().getFirst().message())
                    .isEqualTo("Node 0 (%s) died".formatted(cluster.address(0)));
            assertThat(cluster.primary().index()).isNotEqualTo(killed);
            assertThat(cluster.observe().nodes().get(killed).linked()).isTrue();
            int before = writer.acknowledged();
            await().until(() -> writer.acknowledged() > before + 100);
            var figures = writer.stop();
            LoggerFactory.getLogger(FailoverTests.class)
                    .atInfo()
                    .addKeyValue("figures", figures)
                    .log("Killed the primary while a client wrote");
            assertThat(figures.lost()).isZero();
        }
    }

    @Test
    void startsAnEmptyPrimaryAgainWhereItWas() {
        cluster.kill(Slot.node(0));

        assertThat(cluster.settle().types()).containsExactly("node-died", "node-started");
        assertThat(cluster.primary().index()).isZero();
    }

    @Test
    void startsAKilledReplicaAndAKilledSentinelAgain() {
        cluster.kill(Slot.node(1));
        cluster.kill(Slot.sentinel(2));

        var ended = cluster.settle();

        assertThat(ended.types())
                .containsExactlyInAnyOrder("node-died", "sentinel-died", "sentinel-started", "node-started");
        assertThat(ended.ready().seen().isHealthy()).isTrue();
    }

    @Test
    void replacesAFrozenPrimary() throws IOException {
        int frozen = cluster.primary().index();
        long pid = cluster.pid(Slot.node(frozen));
        signal("STOP", pid);
        try {
            assertThat(cluster.observe().nodes().get(frozen).state()).isEqualTo(State.UNREACHABLE);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cluster.observe()
                            .primary()
                            .filter(primary -> primary.index() != frozen)
                            .isPresent());
        } finally {
            signal("CONT", pid);
        }

        assertThat(cluster.settle().types()).containsExactly("primary-demoted");
        assertThat(cluster.pid(Slot.node(frozen))).isEqualTo(pid);
        assertThat(cluster.primary().index()).isNotEqualTo(frozen);
    }

    private static void signal(String name, long pid) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .onExit()
                .join();
    }
}
