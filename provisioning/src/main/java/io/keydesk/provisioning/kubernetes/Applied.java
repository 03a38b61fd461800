package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** The record of which revision was seen applied: an annotation of the ConfigMap with the addresses. */
final class Applied {

    private static final String REVISION = "keydesk.io/applied-revision";

    private Applied() {}

    /** 0 if none was. */
    static int revision(Entry addresses) {
        return addresses
                .tree()
                .path("metadata")
                .path("annotations")
                .path(REVISION)
                .asInt(0);
    }

    static ConfigMap on(ConfigMap addresses, int revision) {
        return revision == 0
                ? addresses
                : new ConfigMapBuilder(addresses)
                        .editMetadata()
                        .addToAnnotations(REVISION, Integer.toString(revision))
                        .endMetadata()
                        .build();
    }
}
