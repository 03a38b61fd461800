package io.keydesk.service.provisioning;

import java.util.List;

/**
 * What a region would do for a change.
 *
 * @param objects what it would touch
 * @param warnings sentences on what may keep it from that, for who decides
 */
public record PlannedWork(List<PlannedObject> objects, List<String> warnings) {

    public static final PlannedWork NONE = new PlannedWork(List.of());

    public PlannedWork {
        objects = List.copyOf(objects);
        warnings = List.copyOf(warnings);
    }

    /** With nothing to warn of. */
    public PlannedWork(List<PlannedObject> objects) {
        this(objects, List.of());
    }
}
