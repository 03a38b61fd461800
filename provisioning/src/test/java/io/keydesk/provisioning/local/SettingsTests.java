package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Condition;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.PlannedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(90)
class SettingsTests {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    private RunningCluster cluster;

    @BeforeEach
    void order() {
        cluster = RunningCluster.order(region, region.open(false));
    }

    @Test
    void changesLiveSettingsOnEveryNodeWithoutARestart() {
        var pids = cluster.pids();

        cluster.change(Map.of(
                        "maxmemory-policy", "volatile-ttl",
                        "timeout", "300",
                        "notify-keyspace-events", "KEA",
                        "client-output-buffer-limit pubsub", "64"))
                .ready();

        assertThat(IntStream.range(0, 3)).allSatisfy(node -> {
            assertThat(cluster.setting(node, "maxmemory-policy")).isEqualTo("volatile-ttl");
            assertThat(cluster.setting(node, "timeout")).isEqualTo("300");
            assertThat(cluster.setting(node, "notify-keyspace-events")).isEqualTo("AKE");
            assertThat(cluster.setting(node, "client-output-buffer-limit")).endsWith("pubsub 67108864 16777216 60");
            assertThat(cluster.setting(node, "maxmemory")).isEqualTo("187904815");
        });
        assertThat(cluster.pids()).isEqualTo(pids);
    }

    @Test
    void changesThePlanOnEveryNodeWithoutARestart() {
        var pids = cluster.pids();
        var larger = Desired.next(cluster.desired(), cluster.desired().state().withPlan("m"));

        assertThat(cluster.provisioner().preview(larger).rolls()).isFalse();
        assertThat(Looping.apply(cluster.provisioner(), larger).types()).doesNotContain("drift-repaired");

        assertThat(IntStream.range(0, 3)).allSatisfy(node -> {
            assertThat(cluster.setting(node, "maxmemory")).isEqualTo("3006477103");
            assertThat(cluster.setting(node, "maxclients")).isEqualTo("16384");
        });
        assertThat(cluster.pids()).isEqualTo(pids);
    }

    @Test
    void letsOtherNamespacesInAndOut() throws IOException {
        var moved =
                Desired.next(cluster.desired(), cluster.desired().state().withNamespaces(List.of("checkout", "web")));

        assertThat(cluster.provisioner().preview(moved).objects())
                .extracting(PlannedObject::name)
                .containsExactly("connection/networkpolicy.yaml");
        assertThat(Looping.apply(cluster.provisioner(), moved).types()).isEmpty();

        assertThat(Files.readString(cluster.folder().networkPolicy()))
                .contains("metadata.name: checkout", "metadata.name: web")
                .doesNotContain("metadata.name: shop");
    }

    @Test
    void opensChannelsToTheApplicationOnlyWhenAskedTo() {
        assertThat(cluster.ask(0, "ACL", "LIST").toString()).doesNotContain("resetchannels &* +@all");

        cluster.change(Map.of("acl-pubsub-default", "allchannels")).ready();

        try (var client = cluster.client()) {
            assertThat(client.publish("orders", "shipped")).isZero();
        }
    }

    @Test
    void tellsANodeThatStartsAgainWhatWasChanged() {
        cluster.change(Map.of("timeout", "300", "acl-pubsub-default", "allchannels"))
                .ready();
        var desired = Desired.changed(cluster.desired(), Map.of("timeout", "300", "acl-pubsub-default", "allchannels"));
        cluster.kill(Slot.node(2));

        Looping.apply(cluster.provisioner(), desired).ready();

        assertThat(cluster.setting(2, "timeout")).isEqualTo("300");
        assertThat(cluster.ask(2, "ACL", "LIST").toString()).contains("~* &* +@all");
    }

    @Test
    void putsEverythingBackWhenANodeRefuses() throws IOException {
        var stored = Files.readString(cluster.folder().directives());

        // By name, between the two others: the one before it has been set already.
        var ended =
                cluster.change(Map.of("active-expire-effort", "5", "maxmemory-policy", "none-such", "timeout", "300"));

        assertThat(ended.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo("SettingRefused");
            assertThat(failed.message()).startsWith("maxmemory-policy: the server says ");
            assertThat(failed.retryable()).isFalse();
        });
        assertThat(IntStream.range(0, 3)).allSatisfy(node -> {
            assertThat(cluster.setting(node, "active-expire-effort")).isEqualTo("1");
            assertThat(cluster.setting(node, "timeout")).isEqualTo("0");
        });
        assertThat(cluster.folder().directives()).hasContent(stored);
        assertThat(cluster.observe().revision()).isEqualTo(1);
        assertThat(cluster.settle().happenings()).isEmpty();
    }

    @Test
    void repairsDriftAndTellsWhatWasDifferent() {
        cluster.ask(1, "CONFIG", "SET", "timeout", "77");
        assertThat(cluster.observe().condition(Condition.Type.SETTINGS_APPLIED))
                .hasValueSatisfying(condition -> assertThat(condition.message()).contains("timeout"));

        var ended = cluster.settle();

        assertThat(ended.happenings())
                .extracting("type", "message")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("drift-repaired", "Node 1 had timeout 77 instead of 0"));
        assertThat(cluster.setting(1, "timeout")).isEqualTo("0");
    }

    @Test
    void refusesFewerDatabasesThanHoldKeys() {
        try (var client = cluster.client(9)) {
            client.set("order:1", "shipped");
        }

        assertThat(cluster.change(Map.of("databases", "8")).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.message()).startsWith("databases: "));
        assertThat(cluster.setting(0, "databases")).isEqualTo("16");
    }
}
