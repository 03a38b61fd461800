package io.keydesk.service.fleet;

import java.util.List;

/**
 * A fleet upgrade with what has come of it.
 *
 * @param waves in their order
 * @param failing clusters whose tickets have failed; some of them, where they are many
 */
public record FleetProgress(FleetUpgrade upgrade, List<Wave> waves, List<FleetMember> failing) {

    /** Of {@link #failing}. */
    public static final int MOST_FAILING = 50;

    public FleetProgress {
        waves = List.copyOf(waves);
        failing = List.copyOf(failing);
    }
}
