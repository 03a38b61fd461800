package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.keydesk.provisioning.manifest.Labels;
import io.keydesk.service.cluster.ClusterId;
import java.util.List;
import java.util.Optional;

/**
 * Writes objects, and lets the inventory know at once. Each call is one request, or two where a person's edit is undone; it
 * throws what the API server refuses.
 */
final class ObjectWriter {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final Inventory inventory;

    ObjectWriter(KubernetesClient client, Inventory inventory) {
        this.client = client;
        this.inventory = inventory;
    }

    /**
     * Applies an object, unless another manager holds one of its fields at another value.
     *
     * @param force to take such fields over
     */
    void apply(ClusterId cluster, HasMetadata desired, boolean force) {
        var resource = client.resource(desired).fieldManager(Labels.KEYDESK);
        inventory.wrote(cluster, force ? resource.forceConflicts().serverSideApply() : resource.serverSideApply());
    }

    /** What the object would be if it were applied. Stores nothing. */
    HasMetadata tryOut(HasMetadata desired) {
        return client.resource(desired)
                .dryRun()
                .fieldManager(Labels.KEYDESK)
                .forceConflicts()
                .serverSideApply();
    }

    /** Creates a Secret; one that is there already is not touched, and given instead. */
    HasMetadata createOnce(ClusterId cluster, Wanted secret) {
        var resource = client.resource(secret.object());
        HasMetadata there;
        try {
            there = resource.create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            there = resource.require();
        }
        if (Entry.cluster(there).filter(cluster::equals).isPresent()) {
            inventory.wrote(cluster, there);
        }
        return there;
    }

    /** Labels a pod, if it is still there. */
    void label(ClusterId cluster, ObjectRef pod, String label, String value) {
        var labelled = "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(label, value);
        patch(pod, "", labelled, false).ifPresent(now -> inventory.wrote(cluster, now));
    }

    /** Changes the resources of a running pod, if it is still there. */
    void resize(ClusterId cluster, ObjectRef pod, String patch) {
        patch(pod, "resize", patch, false).ifPresent(now -> inventory.wrote(cluster, now));
    }

    /** Finds out whether the API server would do that. Stores nothing. */
    void tryResize(ObjectRef pod, String patch) {
        patch(pod, "resize", patch, true);
    }

    private Optional<Pod> patch(ObjectRef ref, String subresource, String patch, boolean dryRun) {
        var context = PatchContext.of(PatchType.STRATEGIC_MERGE);
        context.setFieldManager(Labels.KEYDESK);
        if (dryRun) {
            context.setDryRun(List.of("All"));
        }
        var pod = client.pods().inNamespace(ref.namespace()).withName(ref.name());
        try {
            Pod answer = subresource.isEmpty()
                    ? pod.patch(context, patch)
                    : pod.subresource(subresource).patch(context, patch);
            return Optional.ofNullable(answer);
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * Deletes an object, and what it owns, in the background.
     *
     * @param graceSeconds for pods; negative for as long as the pod itself says
     */
    void delete(ObjectRef ref, long graceSeconds) {
        objects(ref.kind())
                .inNamespace(ref.namespace())
                .withName(ref.name())
                .withGracePeriod(graceSeconds)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }

    private MixedOperation<? extends HasMetadata, ?, ? extends Resource<?>> objects(String kind) {
        return Kinds.OF_MONITORING.contains(kind)
                ? client.genericKubernetesResources(Kinds.MONITORING, kind)
                : client.resources(Kinds.type(kind));
    }

    /** Deletes an object that is to be made anew, and leaves what it owns. */
    void deleteAlone(ObjectRef ref) {
        objects(ref.kind())
                .inNamespace(ref.namespace())
                .withName(ref.name())
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
    }
}
