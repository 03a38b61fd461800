package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a cluster when keydesk itself stops and starts. */
@Timeout(60)
class RestartTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    @Test
    void findsRunningProcessesAgain() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        var pids = cluster.pids();
        first.close();

        var ended = Looping.apply(region.open(false), cluster.desired());

        assertThat(ended.ready().seen().isHealthy()).isTrue();
        assertThat(ended.happenings()).isEmpty();
        assertThat(cluster.pids()).isEqualTo(pids);
    }

    @Test
    void hearsOfTheEndOfAProcessThatItFound() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        first.close();
        var second = region.open(false);
        cluster.kill(Slot.node(1));

        assertThat(Looping.apply(second, cluster.desired()).types()).containsExactly("node-died", "node-started");
    }

    @Test
    void endsAllProcessesWithKeydesk() {
        var provisioner = region.open(false);
        var pids = RunningCluster.order(region, provisioner).pids();

        provisioner.close();

        // A process that was killed is still to be seen until the kernel is done with it.
        await().atMost(Duration.ofSeconds(5))
                .until(() -> pids.stream()
                        .allMatch(pid -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isEmpty()));
    }

    @Test
    void keepsPersistedDataOverAStopOfEverything() {
        var first = region.open(false);
        var cluster = RunningCluster.order(region, first, Map.of("persistence", "aof"));
        try (var client = cluster.client()) {
            client.set("order:1", "shipped");
        }
        first.close();

        var second = region.open(false);
        Looping.apply(second, cluster.desired()).ready();

        try (var client = new RunningCluster(second, cluster.folder(), cluster.desired()).client()) {
            assertThat(client.get("order:1")).isEqualTo("shipped");
        }
    }

    @Test
    void leavesARegionAloneThatAnotherKeydeskHolds() {
        var first = region.open(false);
        var cluster = RunningCluster.order(region, first);
        var pids = cluster.pids();

        var second = region.open(false);

        assertThat(second.region().healthy()).isFalse();
        assertThat(second.region().message())
                .contains("Another keydesk", region.home().toString());
        assertThat(second.apply(cluster.desired())).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("RegionHeld");
            assertThat(failed.retryable()).isTrue();
        });
        assertThat(second.delete(cluster.desired().id())).isInstanceOf(Outcome.Failed.class);
        second.close();
        assertThat(cluster.pids()).isEqualTo(pids);
    }
}
