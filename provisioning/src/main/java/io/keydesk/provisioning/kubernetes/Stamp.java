package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.keydesk.provisioning.manifest.Labels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/**
 * Marks an object with a hash of what is desired of it. Comparing field by field finds what others have changed; the hash also
 * tells that a field is no longer desired at all, so that it is applied again and the API server removes the field.
 */
final class Stamp {

    static final String MAKE = "keydesk.io/make";

    private static final int DIGITS = 16;

    private Stamp() {}

    /** Puts the hash on the object itself, and gives it back. */
    static <T extends HasMetadata> T on(T object) {
        var metadata = object.getMetadata();
        var annotations = new LinkedHashMap<>(metadata.getAnnotations());
        var revision = annotations.remove(Labels.REVISION);
        var ticket = annotations.remove(Labels.TICKET);
        metadata.setAnnotations(annotations);
        var hash = ObjectTree.digest(new String(ObjectTree.write(ObjectTree.of(object)), StandardCharsets.UTF_8));
        annotations.put(Labels.TICKET, ticket);
        annotations.put(Labels.REVISION, revision);
        annotations.put(MAKE, hash.substring(0, DIGITS));
        return object;
    }
}
