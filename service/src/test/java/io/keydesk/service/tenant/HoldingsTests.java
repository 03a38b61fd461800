package io.keydesk.service.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Environment;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldingsTests {

    private static final long GIB = 1024L * 1024 * 1024;
    private static final Catalogue CATALOGUE = new Catalogue();

    private final Holdings holdings = new Holdings(
            new Tenant(
                    SampleTenants.DEMO,
                    new Quota(5, 10 * GIB),
                    List.of(
                            new EnvironmentQuota(Environment.STAGING, 4, null),
                            new EnvironmentQuota(Environment.PRODUCTION, 2, 6 * GIB))),
            List.of(new Holding(Environment.DEVELOPMENT, "s", 2), new Holding(Environment.PRODUCTION, "m", 1)));

    @Test
    void countsAllEnvironmentsForTheTenant() {
        assertThat(holdings.clusterShare()).isEqualTo(new Share(5, 3, null));
        assertThat(holdings.memoryShare(CATALOGUE)).isEqualTo(new Share(10 * GIB, 6 * GIB, null));
    }

    @Test
    void countsOnlyItsOwnForAnEnvironment() {
        assertThat(holdings.clusterShare(Environment.PRODUCTION)).contains(new Share(2, 1, Environment.PRODUCTION));
        assertThat(holdings.memoryShare(CATALOGUE, Environment.PRODUCTION))
                .contains(new Share(6 * GIB, 4 * GIB, Environment.PRODUCTION));
        assertThat(holdings.clusterShare(Environment.DEVELOPMENT)).isEmpty();
        assertThat(holdings.memoryShare(CATALOGUE, Environment.STAGING)).isEmpty();
    }

    @Test
    void goesByTheQuotaThatLeavesLess() {
        assertThat(holdings.clustersFor(Environment.PRODUCTION).environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(holdings.clustersFor(Environment.STAGING).environment()).isNull();
        assertThat(holdings.clustersFor(Environment.DEVELOPMENT).environment()).isNull();
        assertThat(holdings.memoryFor(Environment.PRODUCTION, CATALOGUE).free()).isEqualTo(2 * GIB);
        assertThat(holdings.memoryFor(Environment.STAGING, CATALOGUE).free()).isEqualTo(4 * GIB);
    }

    @Test
    void leavesNothingWhereAQuotaWasLowered() {
        assertThat(new Share(2, 3, null).free()).isZero();
        assertThat(new Share(2, 3, null)
                        .orTighter(new Share(1, 4, Environment.STAGING))
                        .environment())
                .isEqualTo(Environment.STAGING);
    }
}
