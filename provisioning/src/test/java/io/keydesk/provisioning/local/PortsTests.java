package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class PortsTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    @Test
    void leavesOutPortsThatSomebodyElseHas() throws IOException {
        int first = region.ports().first();
        try (var foreign = listen(first + 1)) {
            var cluster = RunningCluster.order(region, region.open(false));

            assertThat(ClusterRecord.read(cluster.folder())
                            .orElseThrow()
                            .layout()
                            .ports())
                    .containsExactly(first, first + 2, first + 3, first + 4, first + 5, first + 6);
            assertThat(foreign.isClosed()).isFalse();
        }
    }

    @Test
    void choosesOthersWhenOneIsTakenBeforeTheFirstStart() throws IOException {
        var provisioner = region.open(false);
        var desired = Desired.cluster("orders-cache");
        var folder = region.folder(desired.id());
        PrivateFiles.createFolder(folder.root());
        int first = region.ports().first();
        new ClusterRecord(new Layout(IntStream.range(first, first + 6).boxed().toList()), 0, false).write(folder);
        try (var foreign = listen(first + 4)) {
            Looping.apply(provisioner, desired).ready();

            assertThat(ClusterRecord.read(folder).orElseThrow().layout().ports())
                    .doesNotContain(foreign.getLocalPort());
        }
    }

    @Test
    void namesThePortThatSomebodyElseHasTakenMeanwhile() throws IOException {
        var first = region.open(false);
        var cluster = RunningCluster.order(region, first);
        int port = cluster.address(1).port();
        first.close();
        var second = region.open(false);
        try (var foreign = listen(port)) {
            assertThat(Looping.apply(second, cluster.desired()).outcome())
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        assertThat(failed.reason()).isEqualTo("PortInUse");
                        assertThat(failed.message()).contains(Integer.toString(port));
                        assertThat(failed.retryable()).isTrue();
                    });
            assertThat(foreign.isClosed()).isFalse();
        }

        assertThat(Looping.apply(second, cluster.desired()).ready().seen().isHealthy())
                .isTrue();
    }

    @Test
    void givesTwoClustersPortsOfTheirOwn() {
        var provisioner = region.open(false);
        var one = ClusterRecord.read(RunningCluster.order(region, provisioner).folder())
                .orElseThrow();
        var two = ClusterRecord.read(RunningCluster.order(region, provisioner).folder())
                .orElseThrow();

        assertThat(one.layout().ports())
                .doesNotContainAnyElementsOf(two.layout().ports());
    }

    @Test
    void saysWhenTheRangeIsExhausted() {
        int first = region.ports().first();
        var few = new PortRange(first, first + 6);
        var provisioner = region.open(false, few);
        RunningCluster.order(region, provisioner);

        assertThat(provisioner.apply(Desired.cluster("second")))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo("PortsExhausted");
                    assertThat(failed.message()).contains("keydesk.local.ports=" + few, "widen it");
                });
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
