package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** What stands at the head of every object. */
final class Metadata {

    private Metadata() {}

    /** Of an object in the namespace of clusters. */
    static ObjectMeta of(Blueprint blueprint, String name) {
        return in(blueprint.premises().namespace(), blueprint, name);
    }

    static ObjectMeta in(String namespace, Blueprint blueprint, String name) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(Labels.of(blueprint))
                .withAnnotations(Labels.annotations(blueprint))
                .build();
    }
}
