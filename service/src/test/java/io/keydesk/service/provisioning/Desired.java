package io.keydesk.service.provisioning;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.tenant.TenantSlug;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Desired clusters for tests. */
public final class Desired {

    private Desired() {}

    /** A first revision with the settings of a session cache. */
    public static DesiredCluster cluster(String name) {
        return cluster(name, "shop");
    }

    /** The same for another namespace. */
    public static DesiredCluster cluster(String name, String namespace) {
        return cluster(name, namespace, Map.of());
    }

    /** A first revision with these settings beside those of a session cache. */
    public static DesiredCluster cluster(String name, Map<String, String> settings) {
        return cluster(name, "shop", settings);
    }

    private static DesiredCluster cluster(String name, String namespace, Map<String, String> settings) {
        var defaults = new Catalogue().defaults(Purpose.SESSION_CACHE);
        return new DesiredCluster(
                new ClusterId(UUID.randomUUID()),
                new TenantSlug("demo"),
                name,
                "VK-1",
                1,
                new DesiredState("xs", List.of(namespace), defaults, false).withSettings(settings));
    }

    /** The next revision, with these settings changed. */
    public static DesiredCluster changed(DesiredCluster earlier, Map<String, String> settings) {
        return next(earlier, earlier.state().withSettings(settings));
    }

    /** The next revision, with this state, as the desk makes it of a cluster that was ready. */
    public static DesiredCluster next(DesiredCluster earlier, DesiredState state) {
        return new DesiredCluster(
                earlier.id(),
                earlier.tenant(),
                earlier.name(),
                "VK-" + (earlier.revision() + 1),
                earlier.revision() + 1,
                state,
                true);
    }

    /** The next revision, with nothing left of the cluster. */
    public static DesiredCluster deleted(DesiredCluster earlier) {
        return next(earlier, earlier.state().asDeleted());
    }

    /** The next revision, in which nothing of the cluster runs. */
    public static DesiredCluster poweredOff(DesiredCluster earlier) {
        return next(earlier, earlier.state().asPowered(false));
    }

    /** The next revision, in which all of it runs again. */
    public static DesiredCluster poweredOn(DesiredCluster earlier) {
        return next(earlier, earlier.state().asPowered(true));
    }

    /** The next revision, with new passwords. */
    public static DesiredCluster rotated(DesiredCluster earlier, Duration overlap, boolean closeOldConnections) {
        return next(earlier, earlier.state().withRotation(overlap, closeOldConnections));
    }

    /** The next revision, which asks for a drill. */
    public static DesiredCluster drilled(DesiredCluster earlier) {
        return next(earlier, earlier.state().asDrill());
    }
}
