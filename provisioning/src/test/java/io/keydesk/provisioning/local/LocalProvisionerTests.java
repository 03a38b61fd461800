package io.keydesk.provisioning.local;

import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.ProvisionerContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class LocalProvisionerTests extends ProvisionerContract {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    private @Nullable Provisioner provisioner;

    @BeforeEach
    void open() {
        provisioner = region.open(false);
    }

    @Override
    protected Provisioner provisioner() {
        if (provisioner == null) {
            throw new IllegalStateException("not opened");
        }
        return provisioner;
    }
}
