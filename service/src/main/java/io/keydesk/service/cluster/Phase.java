package io.keydesk.service.cluster;

import io.keydesk.service.catalogue.Named;

/** A cluster in one word, derived from what is desired and what was observed. */
public enum Phase implements Named {
    /** Never was ready yet. */
    PROVISIONING,
    /** All conditions hold, and the newest revision is applied. */
    READY,
    /** A newer revision is on its way to the nodes. */
    UPDATING,
    /** A condition does not hold, or is not known to; keydesk is repairing. */
    DEGRADED,
    /** Nothing of it runs, as it was asked for; what it has kept is there. */
    OFF,
    /** Its parts are being removed. */
    DELETING,
    /** Nothing is left of it but its history. */
    DELETED,
    /** It never became ready, and keydesk has given up until somebody retries the ticket. */
    FAILED
}
