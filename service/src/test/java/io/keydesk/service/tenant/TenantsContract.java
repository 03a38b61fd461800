package io.keydesk.service.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.SampleTickets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Tenants} promises, as far as one caller at a time can see it. */
public abstract class TenantsContract {

    private static final Tenant BLUE_TEAM = new Tenant(
            new TenantSlug("blue-team"),
            new Quota(3, 4096),
            List.of(
                    new EnvironmentQuota(Environment.STAGING, null, 1024L),
                    new EnvironmentQuota(Environment.PRODUCTION, 1, null)));

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
            assertThat(demo.all()).containsExactly(new Holding(Environment.DEVELOPMENT, "s", 2));
        });
        assertThat(tenants.holdings(BLUE_TEAM.slug())).contains(new Holdings(BLUE_TEAM, List.of()));
        assertThat(tenants.holdings(new TenantSlug("nobody"))).isEmpty();
    }

    @Test
    void listsTenantsBySlugPageByPage() {
        store.made("one");
        tenants.put(List.of(BLUE_TEAM, new Tenant(new TenantSlug("blues"), new Quota(1, 1))));

        assertThat(slugs(tenants.list(Optional.empty(), null, 10)))
                .containsExactly("acme", "blue-team", "blues", "demo");
        assertThat(slugs(tenants.list(Optional.empty(), "acme", 2))).containsExactly("blue-team", "blues");
        assertThat(slugs(tenants.list(Optional.empty(), "demo", 10))).isEmpty();
        assertThat(tenants.list(Optional.empty(), "blues", 10))
                .containsExactlyElementsOf(
                        tenants.holdings(SampleTenants.DEMO).stream().toList());
    }

    @Test
    void listsTheTenantsThatOneMaySee() {
        assertThat(slugs(tenants.list(Optional.of(Set.of("demo", "nobody")), null, 10)))
                .containsExactly("demo");
        assertThat(tenants.list(Optional.of(Set.of()), null, 10)).isEmpty();
    }

    private static List<String> slugs(List<Holdings> page) {
        return page.stream().map(holdings -> holdings.tenant().slug().value()).toList();
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
