package io.keydesk.provisioning.kubernetes.fake;

/** Which object: its namespace is empty where its kind has none. */
record Key(Resource resource, String namespace, String name) {

    /** Its place in lists. */
    String place() {
        return namespace + "/" + name;
    }
}
