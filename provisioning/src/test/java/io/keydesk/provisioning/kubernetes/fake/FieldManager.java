package io.keydesk.provisioning.kubernetes.fake;

/**
 * Who wrote fields, and how.
 *
 * @param applies whether by server-side apply; else by creating, replacing or patching
 */
record FieldManager(String name, boolean applies, String apiVersion) {

    /** As conflicts name it. */
    String display() {
        return applies ? "\"%s\"".formatted(name) : "\"%s\" using %s".formatted(name, apiVersion);
    }
}
