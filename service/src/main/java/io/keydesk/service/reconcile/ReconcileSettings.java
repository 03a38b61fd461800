package io.keydesk.service.reconcile;

import java.time.Duration;

/**
 * @param interval between two looks at a healthy cluster of a region that does not ask for another; events make a look come
 *     sooner
 * @param budget for how long a ticket may be worked on before it fails; one that deletes goes on until nothing is left
 * @param longestBackoff between two tries of a step that keeps failing
 */
public record ReconcileSettings(Duration interval, Duration budget, Duration longestBackoff) {}
