package io.keydesk.service.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.SampleTickets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Tenants} promises, as far as one caller at a time can see it. */
public abstract class TenantsContract {

    private static final Tenant BLUE_TEAM = new Tenant(new TenantSlug("blue-team"), new Quota(3, 4096));

    private Store store;
    private Tenants tenants;

    /** An empty one. */
    protected abstract Store emptyStore();

    @BeforeEach
    void open() {
        store = emptyStore();
        tenants = store.tenants();
    }

    @Test
    void findsATenantThatWasMadeKnown() {
        tenants.put(List.of(BLUE_TEAM));

        assertThat(tenants.find(BLUE_TEAM.slug())).contains(BLUE_TEAM);
        assertThat(tenants.lock(BLUE_TEAM.slug())).contains(BLUE_TEAM);
        assertThat(tenants.find(new TenantSlug("nobody"))).isEmpty();
    }

    @Test
    void tellsWhatATenantHas() {
        store.made("one");
        store.made("two");
        store.change(store.made("three"), held -> held.gone(SampleTickets.FILED_AT));
        tenants.put(List.of(BLUE_TEAM));

        assertThat(tenants.holdings(SampleTenants.DEMO)).hasValueSatisfying(demo -> {
            assertThat(demo.tenant().slug()).isEqualTo(SampleTenants.DEMO);
            assertThat(demo.plans()).containsExactly("s", "s");
        });
        assertThat(tenants.holdings(BLUE_TEAM.slug())).contains(new Holdings(BLUE_TEAM, List.of()));
        assertThat(tenants.holdings(new TenantSlug("nobody"))).isEmpty();
    }

    @Test
    void givesATenantItsNewQuotaAndLeavesTheOthers() {
        tenants.put(List.of(BLUE_TEAM));
        var bigger = new Tenant(BLUE_TEAM.slug(), new Quota(5, 8192));

        tenants.put(List.of(bigger));

        assertThat(tenants.find(BLUE_TEAM.slug())).contains(bigger);
        assertThat(SampleTenants.all())
                .allSatisfy(other -> assertThat(tenants.find(other.slug())).contains(other));
    }
}
