package io.keydesk.provisioning.kubernetes.fake;

/**
 * One kind of object that the API server knows.
 *
 * @param group empty for the core group
 * @param generations whether {@code metadata.generation} counts changes of its specification
 */
record Resource(String group, String version, String plural, String kind, boolean namespaced, boolean generations) {

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As messages name it: {@code statefulsets.apps}. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** As messages of invalid objects name it: {@code StatefulSet.apps}. */
    String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    /** The groups of Kubernetes itself are words alone, or end in {@code k8s.io}. */
    boolean custom() {
        return group.contains(".") && !group.endsWith("k8s.io");
    }

    Key named(String namespace, String name) {
        return new Key(this, namespaced ? namespace : "", name);
    }
}
