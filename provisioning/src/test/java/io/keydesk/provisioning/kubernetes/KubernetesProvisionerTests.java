package io.keydesk.provisioning.kubernetes;

import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.ProvisionerContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class KubernetesProvisionerTests extends ProvisionerContract {

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    private @Nullable Provisioner provisioner;

    @BeforeEach
    void open() {
        region.kubernetes().createNamespace(otherNamespace());
        provisioner = region.open();
    }

    @Override
    protected Provisioner provisioner() {
        if (provisioner == null) {
            throw new IllegalStateException("not opened");
        }
        return provisioner;
    }
}
