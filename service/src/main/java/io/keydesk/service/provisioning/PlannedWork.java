package io.keydesk.service.provisioning;

import java.util.List;

/**
 * What a region would do for a change.
 *
 * @param objects what it would touch
 * @param warnings sentences on what may keep it from that, for who decides
 * @param rolls whether it restarts the nodes one after the other, for a reason of the region's own beside settings that ask
 *     for it wherever a cluster runs
 */
public record PlannedWork(List<PlannedObject> objects, List<String> warnings, boolean rolls) {

    public static final PlannedWork NONE = new PlannedWork(List.of());

    public PlannedWork {
        objects = List.copyOf(objects);
        warnings = List.copyOf(warnings);
    }

    /** Without a restart. */
    public PlannedWork(List<PlannedObject> objects, List<String> warnings) {
        this(objects, warnings, false);
    }

    /** With nothing to warn of. */
    public PlannedWork(List<PlannedObject> objects) {
        this(objects, List.of());
    }
}
