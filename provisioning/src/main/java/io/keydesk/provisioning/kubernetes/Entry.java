package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.keydesk.provisioning.manifest.Labels;
import io.keydesk.service.cluster.ClusterId;
import java.util.Optional;
import java.util.UUID;

/**
 * An object as it was seen last, small.
 *
 * @param version its {@code resourceVersion}
 * @param json its {@linkplain ObjectTree tree}
 */
record Entry(ObjectRef ref, String version, byte[] json) {

    static Entry of(HasMetadata object) {
        return new Entry(
                ObjectRef.of(object),
                object.getMetadata().getResourceVersion(),
                ObjectTree.write(ObjectTree.of(object)));
    }

    /** The cluster that an object belongs to; nothing where its label is missing or strange. */
    static Optional<ClusterId> cluster(HasMetadata object) {
        var labels = object.getMetadata().getLabels();
        var id = labels == null ? null : labels.get(Labels.CLUSTER_ID);
        try {
            return id == null ? Optional.empty() : Optional.of(new ClusterId(UUID.fromString(id)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    JsonNode tree() {
        return ObjectTree.read(json);
    }

    <T extends HasMetadata> T as(Class<T> type) {
        return ObjectTree.typed(tree(), type);
    }

    /** Versions are numbers that rise, by <a href="https://kep.k8s.io/5504">KEP 5504</a>; what is none is taken for newer. */
    boolean isNewerThan(Entry other) {
        try {
            return Long.parseLong(version) > Long.parseLong(other.version);
        } catch (NumberFormatException e) {
            return !version.equals(other.version);
        }
    }
}
