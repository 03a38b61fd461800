package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class PortsTests {

    private static final int FIRST = LocalRegionFixture.PORTS.first();

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    @Test
    void leavesOutPortsThatSomebodyElseHas() throws IOException {
        try (var foreign = listen(FIRST + 1)) {
            var cluster = RunningCluster.order(region, region.open(false));

            assertThat(ClusterRecord.read(cluster.folder())
                            .orElseThrow()
                            .layout()
                            .ports())
                    .containsExactly(FIRST, FIRST + 2, FIRST + 3, FIRST + 4, FIRST + 5, FIRST + 6);
            assertThat(foreign.isClosed()).isFalse();
        }
    }

    @Test
    void choosesOthersWhenOneIsTakenBeforeTheFirstStart() throws IOException {
        var provisioner = region.open(false);
        var desired = Desired.cluster("orders-cache");
        var folder = region.folder(desired.id());
        PrivateFiles.createFolder(folder.root());
        new ClusterRecord(new Layout(List.of(FIRST, FIRST + 1, FIRST + 2, FIRST + 3, FIRST + 4, FIRST + 5)), 0, false)
                .write(folder);
        try (var foreign = listen(FIRST + 4)) {
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
        var provisioner = region.open(false, new PortRange(27_900, 27_906));
        RunningCluster.order(region, provisioner);

        assertThat(provisioner.apply(Desired.cluster("second")))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo("PortsExhausted");
                    assertThat(failed.message()).contains("keydesk.local.ports=27900-27906", "widen it");
                });
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
