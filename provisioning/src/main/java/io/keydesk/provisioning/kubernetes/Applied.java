package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.keydesk.provisioning.upkeep.DrillNote;
import java.util.HashMap;
import java.util.Optional;

/**
 * The record of which revision was seen applied, and of the last drill: annotations of the ConfigMap with the addresses.
 */
final class Applied {

    private static final String REVISION = "keydesk.io/applied-revision";
    private static final String DRILL = "keydesk.io/drill";

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

    /** Nothing before the first. */
    static Optional<DrillNote> drill(Entry addresses) {
        return Optional.of(addresses
                        .tree()
                        .path("metadata")
                        .path("annotations")
                        .path(DRILL)
                        .asText(""))
                .flatMap(DrillNote::parse);
    }

    /** @param revision 0 for none */
    static ConfigMap on(ConfigMap addresses, int revision, Optional<DrillNote> drill) {
        var annotations = new HashMap<String, String>();
        if (revision != 0) {
            annotations.put(REVISION, Integer.toString(revision));
        }
        drill.ifPresent(note -> annotations.put(DRILL, note.text()));
        return new ConfigMapBuilder(addresses)
                .editMetadata()
                .addToAnnotations(annotations)
                .endMetadata()
                .build();
    }
}
