package io.keydesk.service.work;

import io.keydesk.service.cluster.ClusterId;
import java.util.ArrayList;
import java.util.List;

/** Remembers which clusters were made due. */
public final class RecordingQueue implements ReconcileQueue {

    private final List<ClusterId> woken = new ArrayList<>();

    @Override
    public void wake(ClusterId cluster) {
        woken.add(cluster);
    }

    public List<ClusterId> woken() {
        return List.copyOf(woken);
    }
}
