package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.keydesk.provisioning.manifest.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One watch for each kind, on the objects that carry keydesk's label: all that a fleet which is well costs an API server. A
 * watch that ends, or has expired, is made anew, and finds what it has missed.
 */
final class Watches implements AutoCloseable {

    /** Objects in one answer. All of a large fleet at once would fill the heap, and most kinds read again at the same time. */
    private static final long PAGE = 200;

    /** So many watches read at once what is there. What all of them read would not fit into the heap. */
    private static final int READING_AT_ONCE = 2;

    private final KubernetesClient client;
    private final Inventory inventory;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private boolean closed;
    private volatile Optional<String> trouble = Optional.empty();

    Watches(KubernetesClient client, Inventory inventory) {
        this.client = client;
        this.inventory = inventory;
    }

    /**
     * Watches what clusters consist of, and what tenants read.
     *
     * @param tenants the namespaces of tenants; empty for all that there are
     */
    void start(String namespace, List<String> tenants, boolean monitors) {
        for (var type : Kinds.OF_CLUSTERS) {
            if (!tenants.isEmpty() || !Kinds.OF_TENANTS.contains(type)) {
                in(namespace, type);
            }
        }
        if (tenants.isEmpty()) {
            Kinds.OF_TENANTS.forEach(this::anywhere);
        }
        tenants.stream()
                .filter(other -> !other.equals(namespace))
                .forEach(other -> Kinds.OF_TENANTS.forEach(type -> in(other, type)));
        if (monitors) {
            Kinds.OF_MONITORING.forEach(kind -> add(
                    client.genericKubernetesResources(Kinds.MONITORING, kind).inNamespace(namespace)));
        }
        IntStream.range(0, READING_AT_ONCE).forEach(this::startFrom);
    }

    /** Starts one, and another once it knows what is there. */
    private synchronized void startFrom(int index) {
        if (index < informers.size() && !closed) {
            informers.get(index).start().whenComplete((_, _) -> startFrom(index + READING_AT_ONCE));
        }
    }

    private void in(String namespace, Class<? extends HasMetadata> type) {
        add(objects(type).inNamespace(namespace));
    }

    private void anywhere(Class<? extends HasMetadata> type) {
        add(objects(type).inAnyNamespace());
    }

    /** As maps: only their trees are kept, and beans would be made and taken apart again for each. */
    private MixedOperation<GenericKubernetesResource, ?, ?> objects(Class<? extends HasMetadata> type) {
        return client.genericKubernetesResources(ResourceDefinitionContext.fromResourceType(type));
    }

    private void add(FilterWatchListDeletable<GenericKubernetesResource, ?, ?> objects) {
        var informer = objects.withLabel(Labels.MANAGED_BY, Labels.KEYDESK)
                .withLimit(PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(inventory.store(GenericKubernetesResource.class))
                .exceptionHandler((_, e) -> {
                    trouble = Optional.of(Troubles.words(e));
                    return true;
                });
        informers.add(informer);
    }

    /** Whether everything that was there at the start is known. */
    boolean haveSynced() {
        return !informers.isEmpty() && informers.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    boolean areWatching() {
        return informers.stream().allMatch(SharedIndexInformer::isWatching);
    }

    /** What went wrong last, if anything did. */
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public synchronized void close() {
        closed = true;
        informers.forEach(SharedIndexInformer::stop);
    }
}
