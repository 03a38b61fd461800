package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.keydesk.provisioning.manifest.Labels;
import java.util.LinkedHashMap;

/**
 * An object as it should be, marked with a hash of itself. Comparing field by field finds what others have changed; the hash
 * also tells that a field is no longer desired at all, so that it is applied again and the API server removes the field.
 *
 * @param tree the same as the object, for comparing
 */
record Wanted(HasMetadata object, JsonNode tree) {

    static final String MAKE = "keydesk.io/make";

    private static final int DIGITS = 16;

    /** Puts the hash on the object itself. */
    static Wanted of(HasMetadata object) {
        var metadata = object.getMetadata();
        var annotations = new LinkedHashMap<>(metadata.getAnnotations());
        var revision = annotations.remove(Labels.REVISION);
        var ticket = annotations.remove(Labels.TICKET);
        metadata.setAnnotations(annotations);
        var tree = ObjectTree.of(object);
        var hash = ObjectTree.digest(ObjectTree.write(tree));
        annotations.put(Labels.TICKET, ticket);
        annotations.put(Labels.REVISION, revision);
        annotations.put(MAKE, hash.substring(0, DIGITS));
        var written = tree.withObjectProperty("metadata").withObjectProperty("annotations");
        annotations.forEach(written::put);
        return new Wanted(object, tree);
    }

    ObjectRef ref() {
        return ObjectRef.of(object);
    }
}
