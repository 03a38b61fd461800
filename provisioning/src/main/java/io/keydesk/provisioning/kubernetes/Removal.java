package io.keydesk.provisioning.kubernetes;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.crash.CrashPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Removes all objects of a cluster, by its label, wherever they are. In an order that keeps promises on the way: first what
 * tenants read, then what makes pods, then the rest: the NetworkPolicy outlives the pods, so that none is ever open.
 */
final class Removal {

    /** A node that is given back has nothing to hand over. */
    private static final long GRACE_SECONDS = 1;

    private static final List<String> MAKES_PODS = List.of("StatefulSet", "Pod");

    private final KubernetesRegion.Link link;
    private final KubernetesCluster cluster;

    Removal(KubernetesRegion.Link link, KubernetesCluster cluster) {
        this.link = link;
        this.cluster = cluster;
    }

    /** Asks for the removal of what may go now, and says what is still there: first what somebody holds. */
    List<String> next(ClusterId id) {
        var objects = link.inventory().of(id).values();
        boolean pods = objects.stream().anyMatch(Removal::isPodOrMaker);
        objects.stream()
                .filter(entry -> !pods || isPodOrMaker(entry) || !isInClusters(entry))
                .filter(entry -> cluster.maySendAgain(entry.ref()))
                .forEach(entry -> {
                    link.writer().delete(entry.ref(), GRACE_SECONDS);
                    CrashPoint.OBJECT_DELETED.reached();
                });
        return link.inventory().of(id).values().stream()
                .sorted(Comparator.comparing(entry -> finalizers(entry).isEmpty()))
                .map(Removal::waiting)
                .toList();
    }

    private static boolean isPodOrMaker(Entry entry) {
        return MAKES_PODS.contains(entry.ref().kind());
    }

    private boolean isInClusters(Entry entry) {
        return entry.ref().namespace().equals(link.premises().namespace());
    }

    /** For people: {@code Pod rfr-orders-cache-0 in namespace valkey-system (finalizers: example.com/hold)}. */
    private static String waiting(Entry entry) {
        var finalizers = finalizers(entry);
        return finalizers.isEmpty()
                ? entry.ref().toString()
                : "%s (finalizers: %s)".formatted(entry.ref(), String.join(", ", finalizers));
    }

    private static List<String> finalizers(Entry entry) {
        var finalizers = new ArrayList<String>();
        entry.tree().path("metadata").path("finalizers").forEach(name -> finalizers.add(name.asText()));
        return finalizers;
    }
}
