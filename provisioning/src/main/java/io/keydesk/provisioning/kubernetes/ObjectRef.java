package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;

/** Which object of a Kubernetes cluster is meant. */
record ObjectRef(String kind, String namespace, String name) implements Comparable<ObjectRef> {

    private static final Comparator<ObjectRef> ORDER = Comparator.comparing(ObjectRef::namespace)
            .thenComparing(ObjectRef::kind)
            .thenComparing(ObjectRef::name);

    static ObjectRef of(HasMetadata object) {
        return new ObjectRef(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
    }

    /** What people call it, such as {@code ConfigMap orders-cache-valkey in namespace shop}. */
    @Override
    public String toString() {
        return "%s %s in namespace %s".formatted(kind, name, namespace);
    }

    @Override
    public int compareTo(ObjectRef other) {
        return ORDER.compare(this, other);
    }
}
