package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Presence;
import io.keydesk.provisioning.valkey.SwitchOver;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Looping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is done on purpose loses nothing that a client was told is written, and lets nobody wait for long. */
@Timeout(90)
class PlannedWorkTests {

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
    void rollsThreeNodesAndRollsThemBackWithoutLoss() {
        var cluster = RunningCluster.order(region, region.open(false));
        var changed =
                Desired.changed(cluster.desired(), Map.of("databases", "32", "io-threads", "2", "persistence", "aof"));

        var rolled = cluster.underLoad("three nodes rolled for settings", () -> cluster.apply(changed));

        rolled.losesNothingAndHardlyPauses();
        assertRolledTo(2, rolled.outcome());
        assertThat(IntStream.range(0, 3)).allSatisfy(node -> {
            assertThat(cluster.setting(node, "databases")).isEqualTo("32");
            assertThat(cluster.setting(node, "io-threads")).isEqualTo("2");
            assertThat(cluster.setting(node, "appendonly")).isEqualTo("yes");
        });

        var back =
                Desired.next(changed, changed.state().backTo(cluster.desired().state()));
        var rolledBack = cluster.underLoad("three nodes rolled back", () -> cluster.apply(back));

        rolledBack.losesNothingAndHardlyPauses();
        assertRolledTo(3, rolledBack.outcome());
        assertThat(IntStream.range(0, 3)).allSatisfy(node -> {
            assertThat(cluster.setting(node, "databases")).isEqualTo("16");
            assertThat(cluster.setting(node, "io-threads")).isEqualTo("1");
            assertThat(cluster.setting(node, "appendonly")).isEqualTo("no");
        });
    }

    private static void assertRolledTo(int revision, Looping.Ended ended) {
        assertThat(ended.ready().seen().revision()).isEqualTo(revision);
        assertThat(ended.types()).containsOnlyOnce("switched-over").doesNotContain("node-died");
    }

    @Test
    void handsThePrimaryOverThreeTimesWithoutLoss() {
        var cluster = RunningCluster.order(region, region.open(false));

        cluster.underLoad("primary handed over, three times", () -> {
                    for (int i = 0; i < 3; i++) {
                        int before = cluster.primary().index();
                        handOver(cluster);
                        cluster.settle().ready();
                        assertThat(cluster.primary().index()).isNotEqualTo(before);
                    }
                    return cluster.primary();
                })
                .losesNothingAndHardlyPauses();
    }

    @Test
    void changesSettingsAccessAndPlanAndRollsBackWithoutARestart() {
        var cluster = RunningCluster.order(region, region.open(false));
        var pids = cluster.pids();
        var first = cluster.desired();
        var set = Desired.changed(first, Map.of("maxmemory-policy", "volatile-ttl", "timeout", "300"));
        var opened = Desired.next(set, set.state().withNamespaces(List.of("shop", "web")));
        var closed = Desired.next(opened, opened.state().withNamespaces(List.of("web")));
        var larger = Desired.next(closed, closed.state().withPlan("m"));
        var back = Desired.next(larger, larger.state().backTo(first.state()));

        applyUnderLoad(cluster, "settings changed live", set);
        applyUnderLoad(cluster, "a namespace let in", opened);
        assertThat(policy(cluster)).contains("name: shop\n", "name: web\n");
        applyUnderLoad(cluster, "a namespace shut out", closed);
        assertThat(policy(cluster)).contains("name: web\n").doesNotContain("name: shop\n");
        applyUnderLoad(cluster, "plan m", larger);
        applyUnderLoad(cluster, "settings, access and plan rolled back", back);

        assertThat(policy(cluster)).contains("name: shop\n").doesNotContain("name: web\n");
        assertThat(cluster.setting(0, "maxmemory")).isEqualTo("187904815");
        assertThat(cluster.setting(0, "timeout")).isEqualTo("0");
        assertThat(cluster.pids()).isEqualTo(pids);
    }

    private static void applyUnderLoad(RunningCluster cluster, String scenario, DesiredCluster desired) {
        var applied = cluster.underLoad(scenario, () -> cluster.apply(desired));
        applied.losesNothingAndHardlyPauses();
        assertThat(applied.outcome().ready().seen().revision()).isEqualTo(desired.revision());
    }

    private static String policy(RunningCluster cluster) {
        return PrivateFiles.read(cluster.folder().networkPolicy()).orElseThrow();
    }

    @Test
    void stopsAndStartsKeydeskBesideKeptClustersWithoutLoss() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);

        cluster.underLoad("keydesk restarted beside kept clusters", () -> {
                    first.close();
                    return Looping.apply(region.open(false), cluster.desired()).ready();
                })
                .losesNothingAndHardlyPauses();
    }

    @Test
    void finishesARollThatARestartOfKeydeskCutOffWithoutLoss() {
        var first = region.open(true);
        var cluster = RunningCluster.order(region, first);
        var desired = Desired.changed(cluster.desired(), Map.of("databases", "32"));

        cluster.underLoad("keydesk restarted in the middle of a roll", () -> {
                    await().pollInterval(Duration.ofMillis(20))
                            .until(() -> first.apply(desired).happenings().stream()
                                    .anyMatch(happening -> happening.type().equals("node-restarting")));
                    first.close();
                    return Looping.apply(region.open(false), desired).ready();
                })
                .losesNothingAndHardlyPauses();
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
}
