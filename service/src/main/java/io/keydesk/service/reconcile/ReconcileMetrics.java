package io.keydesk.service.reconcile;

import java.time.Duration;

/** Counts the looks at clusters. */
public interface ReconcileMetrics {

    /**
     * @param outcome {@code in-progress}, {@code ready}, {@code failed}, {@code away} or {@code gone}
     * @param took of the provisioner's step alone
     */
    void looked(String region, String outcome, Duration took);
}
