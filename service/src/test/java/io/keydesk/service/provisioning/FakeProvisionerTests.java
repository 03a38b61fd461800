package io.keydesk.service.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class FakeProvisionerTests extends ProvisionerContract {

    private final FakeProvisioner provisioner = new FakeProvisioner(Clock.systemUTC());

    @Override
    protected Provisioner provisioner() {
        return provisioner;
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
