package io.keydesk.provisioning.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class BundledEngineTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.bundled();

    @Test
    void runsAClusterFromOrderToDeletion() {
        var cluster = RunningCluster.order(region, region.open(false), Map.of("persistence", "rdb"));

        assertThat(cluster.provisioner().region().message()).contains("bundled Redis 6.2");
        assertThat(cluster.observe().isHealthy()).isTrue();
        assertThat(cluster.setting(0, "save")).isEqualTo("3600 1 300 100 60 10000");
        cluster.change(Map.of("timeout", "300", "acl-pubsub-default", "allchannels", "databases", "32"))
                .ready();
        assertThat(cluster.setting(2, "timeout")).isEqualTo("300");
        try (var client = cluster.client()) {
            assertThat(client.set("order:1", "shipped")).isEqualTo("OK");
        }
        assertThat(Looping.delete(cluster.provisioner(), cluster.desired().id()).outcome())
                .isInstanceOf(Outcome.Gone.class);
    }

    @Test
    void exchangesPasswordsAndFailsOverWithTheNewOnes() {
        var cluster = RunningCluster.order(region, region.open(false));
        var old = cluster.credentials();
        var rotated = Desired.rotated(cluster.desired(), Duration.ofHours(1), true);
        Looping.apply(cluster.provisioner(), rotated).ready();
        region.clock().forward(Duration.ofHours(1));

        var ended = Looping.apply(cluster.provisioner(), rotated);

        assertThat(ended.types()).isEmpty();
        assertThat(requireNonNull(ended.ready().seen().lastRotation()).end()).isEmpty();
        assertThat(cluster.credentials()).isNotEqualTo(old);
        cluster.kill(Slot.node(0));
        var seen = Looping.apply(cluster.provisioner(), rotated).ready().seen();
        assertThat(seen.isHealthy()).isTrue();
        try (var client = cluster.client()) {
            assertThat(client.set("order:1", "shipped")).isEqualTo("OK");
        }
    }
}
