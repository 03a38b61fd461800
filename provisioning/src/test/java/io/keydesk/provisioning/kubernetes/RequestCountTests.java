package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Looping;
import io.keydesk.service.provisioning.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class RequestCountTests {

    /** By which keydesk asks whether the API server is there, for all clusters of a region together. */
    private static final String VERSION = "/version";

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    @Test
    void asksNothingForAClusterThatIsWellAndLittleForAnOrder() {
        var provisioner = region.open(Map.of("reach", "direct"));
        var desired = Desired.cluster("orders-cache");
        var before = count();

        Looping.apply(provisioner, desired).ready();
        // Until the watches have told all of it.
        Looping.apply(provisioner, desired).ready();
        var ordered = count();
        assertThat(ordered - before).isLessThanOrEqualTo(40);

        for (int i = 0; i < 10; i++) {
            assertThat(provisioner.apply(desired)).isInstanceOf(Outcome.Ready.class);
        }

        assertThat(count()).isEqualTo(ordered);
    }

    @Test
    void asksNothingForAClusterThatAnEarlierKeydeskHasMade() {
        var desired = Desired.cluster("orders-cache");
        Looping.apply(region.open(), desired).ready();
        var next = region.open(Map.of("reach", "direct"));
        var before = count();

        Looping.apply(next, desired).ready();

        assertThat(count()).isEqualTo(before);
    }

    private long count() {
        return region.kubernetes()
                .requests()
                .matching(request -> !request.isWatch() && !request.path().equals(VERSION))
                .size();
    }
}
