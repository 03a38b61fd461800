package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Presence;
import io.keydesk.provisioning.valkey.SentinelWriter;
import io.keydesk.provisioning.valkey.SwitchOver;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is done on purpose loses nothing that a client was told is written. */
@Timeout(90)
class PlannedWorkTests {

    @RegisterExtension
    static final HealingTable TABLE = new HealingTable();

    private static final Presence ALL_RUN = new Presence() {
        @Override
        public boolean hasNode(int index) {
            return true;
        }

        @Override
        public boolean hasSentinel(int index) {
            return true;
        }
    };

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    @Test
    void rollsThreeNodesWithoutLoss() {
        var cluster = RunningCluster.order(region, region.open(false));

        var figures = underLoad("three nodes rolled for settings", cluster, _ -> {
            var ended = cluster.change(Map.of("databases", "32", "io-threads", "2", "persistence", "aof"));
            assertThat(ended.ready().seen().revision()).isEqualTo(2);
            assertThat(ended.types()).containsOnlyOnce("switched-over").doesNotContain("node-died");
            return ended.types();
        });

        assertThat(IntStream.range(0, 3)).allSatisfy(node -> {
            assertThat(cluster.setting(node, "databases")).isEqualTo("32");
            assertThat(cluster.setting(node, "io-threads")).isEqualTo("2");
            assertThat(cluster.setting(node, "appendonly")).isEqualTo("yes");
        });
        assertThat(figures.lost()).isZero();
    }

    @Test
    void handsThePrimaryOverThreeTimesWithoutLoss() {
        var cluster = RunningCluster.order(region, region.open(false));

        var figures = underLoad("primary handed over, three times", cluster, _ -> {
            for (int i = 0; i < 3; i++) {
                int before = cluster.primary().index();
                handOver(cluster);
                cluster.settle().ready();
                assertThat(cluster.primary().index()).isNotEqualTo(before);
            }
            return List.of("switched-over");
        });

        assertThat(figures.lost()).isZero();
    }

    @Test
    void changesLiveSettingsWithoutLoss() {
        var cluster = RunningCluster.order(region, region.open(false));

        var figures = underLoad("settings changed live", cluster, _ -> {
            cluster.change(Map.of("maxmemory-policy", "volatile-ttl", "timeout", "300"))
                    .ready();
            return List.of();
        });

        assertThat(figures.lost()).isZero();
    }

    @Test
    void changesThePlanUpAndDownWithoutLoss() {
        var cluster = RunningCluster.order(region, region.open(false));
        var larger = Desired.next(cluster.desired(), cluster.desired().state().withPlan("m"));
        var smaller = Desired.next(larger, cluster.desired().state());

        var figures = underLoad("plan m and back", cluster, _ -> {
            Looping.apply(cluster.provisioner(), larger).ready();
            assertThat(Looping.apply(cluster.provisioner(), smaller)
                            .ready()
                            .seen()
                            .revision())
                    .isEqualTo(3);
            return List.of();
        });

        assertThat(figures.lost()).isZero();
        assertThat(cluster.setting(0, "maxmemory")).isEqualTo("187904815");
    }

    @Test
    void stopsAndStartsKeydeskBesideKeptClustersWithoutLoss() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);

        var figures = underLoad("keydesk restarted beside kept clusters", cluster, _ -> {
            first.close();
            return Looping.apply(region.open(false), cluster.desired()).types();
        });

        assertThat(figures.lost()).isZero();
    }

    @Test
    void finishesARollThatARestartOfKeydeskCutOffWithoutLoss() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        var desired = Desired.changed(cluster.desired(), Map.of("databases", "32"));

        var figures = underLoad("keydesk restarted in the middle of a roll", cluster, _ -> {
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> first.apply(desired).happenings().stream()
                            .anyMatch(happening -> happening.type().equals("node-restarting")));
            first.close();
            var ended = Looping.apply(region.open(false), desired);
            ended.ready();
            return ended.types();
        });

        assertThat(figures.lost()).isZero();
    }

    private static void handOver(RunningCluster cluster) {
        var members =
                ClusterRecord.read(cluster.folder()).orElseThrow().layout().members();
        var client =
                new AdminClient(SecretFiles.read(cluster.folder()).orElseThrow().opsLogin(), Dialer.DIRECT);
        var primary = members.get(cluster.primary().index());
        // The last failover may still turn the other replica.
        await().atMost(Duration.ofSeconds(30)).until(() -> new SwitchOver(members, ALL_RUN, client).from(primary));
    }

    private static SentinelWriter.Figures underLoad(
            String scenario, RunningCluster cluster, Function<RunningCluster, List<String>> work) {
        try (var writer = new SentinelWriter(cluster.sentinels(), cluster.credentials())) {
            await().until(() -> writer.acknowledged() > 100);
            long began = System.nanoTime();
            var happened = work.apply(cluster);
            var took = Duration.ofNanos(System.nanoTime() - began);
            int before = writer.acknowledged();
            await().until(() -> writer.acknowledged() > before + 100);
            var figures = writer.stop();
            TABLE.add(scenario, happened, 0, figures, took);
            return figures;
        }
    }
}
