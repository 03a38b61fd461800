package io.keydesk.service.cluster;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.tenant.Holding;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.work.ConcurrentChange;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps clusters in a map; holding one holds nobody off. */
public final class InMemoryClusters implements Clusters {

    private final Map<ClusterId, Cluster> clusters = new ConcurrentHashMap<>();
    private final Map<ClusterId, ConcurrentSkipListMap<Integer, Revision>> revisions = new ConcurrentHashMap<>();

    @Override
    public void add(Cluster cluster) {
        if (named(cluster.tenant(), cluster.region(), cluster.name()).isPresent()) {
            throw new ConcurrentChange(new IllegalStateException("the name is taken: " + cluster.name()));
        }
        put(cluster);
    }

    @Override
    public Optional<Cluster> find(ClusterId id) {
        return Optional.ofNullable(clusters.get(id));
    }

    @Override
    public Optional<Cluster> lock(ClusterId id) {
        return find(id);
    }

    @Override
    public void update(Cluster cluster) {
        if (!clusters.containsKey(cluster.id())) {
            throw new IllegalStateException("there is no such cluster: " + cluster.id());
        }
        put(cluster);
    }

    private void put(Cluster cluster) {
        clusters.put(cluster.id(), cluster);
        revisions
                .computeIfAbsent(cluster.id(), _ -> new ConcurrentSkipListMap<>(Comparator.reverseOrder()))
                .putIfAbsent(cluster.desired().number(), cluster.desired());
    }

    /** The cluster that has a name now. */
    public Optional<Cluster> named(TenantSlug tenant, String region, String name) {
        return living(tenant)
                .filter(cluster -> cluster.region().equals(region))
                .filter(cluster -> cluster.name().equals(name))
                .findFirst();
    }

    @Override
    public List<Cluster> list(ClusterQuery query) {
        return clusters.values().stream()
                .filter(cluster -> !cluster.isGone())
                .filter(cluster -> query.tenants().isEmpty()
                        || query.tenants().get().contains(cluster.tenant().value()))
                .filter(cluster -> isWanted(query.region(), cluster.region()))
                .filter(cluster -> isWanted(query.purpose(), cluster.purpose().label()))
                .filter(cluster ->
                        isWanted(query.environment(), cluster.environment().label()))
                .filter(cluster -> isWanted(query.name(), cluster.name()))
                .filter(cluster -> query.after() == null
                        || cluster.id().value().compareTo(query.after().value()) < 0)
                .sorted(Comparator.comparing((Cluster cluster) -> cluster.id().value())
                        .reversed())
                .limit(query.limit())
                .toList();
    }

    private static boolean isWanted(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    @Override
    public List<Revision> revisions(ClusterId id, int before, int limit) {
        return history(id)
                .filter(revision -> revision.number() < before)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Revision> revision(ClusterId id, int number) {
        return history(id).filter(revision -> revision.number() == number).findFirst();
    }

    private Stream<Revision> history(ClusterId id) {
        return Optional.ofNullable(revisions.get(id)).stream().flatMap(numbered -> numbered.values().stream());
    }

    @Override
    public List<Holding> holdings(TenantSlug tenant) {
        record Kind(Environment environment, String plan) {}
        return living(tenant)
                .collect(Collectors.groupingBy(
                        cluster -> new Kind(
                                cluster.environment(), cluster.desired().state().plan()),
                        Collectors.summingInt(_ -> 1)))
                .entrySet()
                .stream()
                .map(entry ->
                        new Holding(entry.getKey().environment(), entry.getKey().plan(), entry.getValue()))
                .toList();
    }

    /** All of a tenant, also those that are gone. */
    public List<Cluster> everOf(TenantSlug tenant) {
        return clusters.values().stream()
                .filter(cluster -> cluster.tenant().equals(tenant))
                .sorted(Comparator.comparing(cluster -> cluster.id().value()))
                .toList();
    }

    @Override
    public List<ClusterId> living() {
        return clusters.values().stream()
                .filter(cluster -> !cluster.isGone())
                .map(Cluster::id)
                .toList();
    }

    private Stream<Cluster> living(TenantSlug tenant) {
        return clusters.values().stream().filter(cluster -> cluster.tenant().equals(tenant) && !cluster.isGone());
    }
}
