package io.keydesk.service.ticket;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.tenant.SampleTenants;
import java.util.List;
import java.util.Optional;

/** What can be asked for in tests. */
final class Offers {

    static final Catalogue CATALOGUE = new Catalogue();
    static final Region LOCAL = region("local", "8.0.1");
    static final Region OLD = region("old", "6.2.21");

    private Offers() {}

    /** Orders for the region {@code local}, and one of an old engine. */
    static Offer ofTwoRegions() {
        return new Offer(CATALOGUE, List.of(LOCAL, OLD), SampleTenants.DEMO, Optional.empty());
    }

    static Offer of(Region... regions) {
        return new Offer(CATALOGUE, List.of(regions), SampleTenants.DEMO, Optional.empty());
    }

    /** Changes of a cluster. */
    static Offer on(Region region, String plan, Purpose purpose) {
        var state = new DesiredState(plan, List.of("shop"), CATALOGUE.defaults(purpose), false);
        return on(region, SampleClusters.of(SampleTickets.order("cache"), purpose, state));
    }

    /** Changes of this cluster, whose earlier revisions are these, from the first. */
    static Offer on(Region region, Cluster cluster, DesiredState... earlier) {
        var target = new Offer.Target(
                Optional.of(region),
                cluster,
                CATALOGUE.storedPlan(cluster.desired().state().plan()),
                number -> number > earlier.length
                        ? Optional.empty()
                        : Optional.of(
                                SampleClusters.revision(number, earlier[number - 1], SampleTickets.order("cache"))));
        return new Offer(CATALOGUE, List.of(region), SampleTenants.DEMO, Optional.of(target));
    }

    /** A region whose tenants may not name every namespace. */
    static Region guarded(Namespaces namespaces) {
        return new Region("north", "kubernetes", true, null, null, null, namespaces, "elastisys.io");
    }

    static Region region(String name, String version) {
        return new Region(name, "local", true, null, new Region.Engine("valkey", version, false));
    }
}
