package io.keydesk.service.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.fleet.Fleet;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FakeProvisionerTests extends ProvisionerContract {

    private final FakeProvisioner provisioner = new FakeProvisioner(Clock.systemUTC());

    @Override
    protected Provisioner provisioner() {
        return provisioner;
    }

    @Override
    protected Map<String, String> parts(DesiredCluster cluster) {
        return provisioner.parts(cluster);
    }

    @Override
    protected Set<String> reachedFrom(DesiredCluster cluster) {
        return provisioner.applied(cluster).stream()
                .flatMap(last -> last.state().namespaces().stream())
                .collect(Collectors.toSet());
    }

    @Override
    protected Optional<Provisioner> upgrading() {
        provisioner.become(Fleet.offering("8.0.1", "8.1.2"));
        return Optional.of(provisioner);
    }

    @Test
    void failsAsItIsTold() {
        provisioner.failNext("DiskFull", "The disk is full.", true);

        assertThat(provisioner.apply(Desired.cluster("orders-cache")))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("DiskFull"));
    }
}
