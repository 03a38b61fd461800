package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SHOP;
import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Login;
import io.keydesk.provisioning.valkey.Logins;
import io.keydesk.provisioning.valkey.Refusal;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.Provisioner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** New passwords of a cluster on Kubernetes, with applications that use them all the time. */
@Timeout(180)
class RotationOnKubernetesTests {

    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    private final DesiredCluster desired = Desired.cluster("orders-cache");
    private final Provisioner provisioner = region.open();

    @Test
    void refusesNobodyDuringTheOverlapAndEndsItAfterARestart() {
        Converging.apply(provisioner, desired);
        var old = credentials(provisioner);
        var seen = provisioner.observe(desired);
        var pods = pods();
        var rotated = Desired.rotated(desired, HOUR, true);
        assertThat(provisioner.preview(rotated).objects())
                .filteredOn(object -> object.kind().equals("Secret"))
                .extracting(PlannedObject::name)
                .contains("shop/orders-cache-valkey")
                .hasSize(3);
        assertThat(provisioner.preview(rotated).rolls()).isFalse();
        try (var logins = new Logins(nodes(seen), () -> List.of(old, published()))) {
            var applied = KubernetesRegionFixture.underLoad("new passwords", provisioner, desired, () -> {
                var converging = Converging.apply(provisioner, rotated);
                logins.awaitMore();
                return converging;
            });

            applied.losesNothingAndHardlyPauses();
            assertThat(applied.outcome().types()).isEmpty();
            System.out.printf(
                    "kubernetes: new passwords: %d logins, failed: %s%n", logins.attempts(), logins.failures());
            assertThat(logins.failures()).isEmpty();
        }
        assertThat(published()).isEqualTo(credentials(provisioner)).isNotEqualTo(old);
        assertThat(pods()).isEqualTo(pods);

        var later = region.open(Clock.offset(Clock.systemUTC(), HOUR));
        assertThat(Converging.apply(later, rotated).types()).isEmpty();

        assertThat(requireNonNull(later.observe(rotated).lastRotation()).end()).isEmpty();
        assertThat(nodes(seen)).noneMatch(node -> isLetIn(node, old)).allMatch(node -> isLetIn(node, published()));
        // All pods start with the new ones only.
        var rolled = Desired.changed(rotated, Map.of("databases", "32"));
        Converging.apply(later, rolled);
        assertThat(pods()).doesNotContainAnyElementsOf(pods);
        assertThat(nodes(seen)).allMatch(node -> isLetIn(node, published()));
    }

    private Credentials credentials(Provisioner by) {
        return by.credentials(desired.id()).orElseThrow();
    }

    /** What an application reads. */
    private Credentials published() {
        var password = region.kubernetes()
                .object("secrets", SHOP, "orders-cache-valkey")
                .orElseThrow()
                .at("/data/VALKEY_PASSWORD")
                .asText();
        return new Credentials("default", new String(Base64.getDecoder().decode(password), StandardCharsets.UTF_8));
    }

    private static boolean isLetIn(Address node, Credentials credentials) {
        var client = new AdminClient(new Login(credentials.username(), credentials.password()), Dialer.DIRECT);
        try (var _ = client.open(node)) {
            return true;
        } catch (Refusal wrongPassword) {
            return false;
        }
    }

    private static List<Address> nodes(Observation seen) {
        return seen.nodes().stream()
                .map(NodeObservation::address)
                .map(text -> text.split(":"))
                .map(parts -> new Address(parts[0], Integer.parseInt(parts[1])))
                .toList();
    }

    private List<String> pods() {
        return IntStream.range(0, 3)
                .mapToObj(index -> region.kubernetes()
                        .object("pods", SYSTEM, "rfr-orders-cache-" + index)
                        .orElseThrow())
                .map(pod -> pod.at("/metadata/uid").asText()
                        + pod.at("/status/containerStatuses/0/restartCount").asText())
                .toList();
    }
}
