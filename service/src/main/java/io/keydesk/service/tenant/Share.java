package io.keydesk.service.tenant;

import io.keydesk.service.catalogue.Environment;
import org.jspecify.annotations.Nullable;

/**
 * A quota, and how much of it is used.
 *
 * @param environment whose quota it is; {@code null} for the tenant's own
 */
public record Share(long limit, long used, @Nullable Environment environment) {

    /** How much is left; 0 as well where more is used than the quota, which may be lowered at any time. */
    public long free() {
        return Math.max(0, limit - used);
    }

    /** Whichever of both leaves less. */
    Share orTighter(Share other) {
        return other.limit - other.used < limit - used ? other : this;
    }
}
