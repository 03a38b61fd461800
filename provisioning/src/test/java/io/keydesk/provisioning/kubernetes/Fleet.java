package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.manifest.Manifests;
import io.keydesk.provisioning.node.Dialect;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.tenant.TenantSlug;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Clusters that are all alike, and the region in which they are, for whoever measures what many of them cost. */
final class Fleet {

    private static final Catalogue CATALOGUE = new Catalogue();

    private Fleet() {}

    static KubernetesRegionProperties properties(Path kubeconfig) {
        return KubernetesRegionFixture.bound(Map.of("kubeconfig", kubeconfig.toString()));
    }

    /** A new copy each time, as it comes from a database. */
    static DesiredCluster cluster(int number) {
        return new DesiredCluster(
                new ClusterId(new UUID(0, number)),
                new TenantSlug("demo"),
                "cache-" + number,
                "VK-" + number,
                1,
                new DesiredState(
                        "xs", List.of(KubernetesRegionFixture.SHOP), CATALOGUE.defaults(Purpose.SESSION_CACHE), false));
    }

    static Plan plan(DesiredCluster desired) {
        return CATALOGUE.storedPlan(desired.state().plan());
    }

    /** Whom objects are given to, and who answers with what is stored then. */
    interface Store {
        JsonNode apply(HasMetadata object);
    }

    /** All objects of a cluster as they are when it is ready. */
    static void apply(DesiredCluster desired, KubernetesRegionProperties properties, Store store) {
        var premises = properties.premises(false);
        var plan = plan(desired);
        var blueprint = new Blueprint(
                desired,
                desired.name(),
                plan,
                Directives.of(desired.state().settings(), plan, new Dialect(premises.engine())),
                Secrets.generate(),
                premises);
        var names = blueprint.names();
        var nodes = Stream.of(0, 1, 2).map(names::node).toList();
        var ips = Manifests.foundations(blueprint).stream()
                .map(object -> store.apply(Wanted.of(object).object()))
                .filter(stored -> stored.path("kind").asText().equals(Service.class.getSimpleName())
                        && nodes.contains(stored.at("/metadata/name").asText()))
                .map(stored -> stored.at("/spec/clusterIP").asText())
                .toList();
        var addresses = Manifests.addresses(blueprint, ips, false);
        store.apply(Wanted.of(Applied.on(addresses, desired.revision(), Optional.empty()))
                .object());
        Manifests.nodes(blueprint)
                .forEach(object -> store.apply(Wanted.of(object).object()));
        Manifests.published(blueprint)
                .forEach(object -> store.apply(Wanted.of(object).object()));
    }
}
