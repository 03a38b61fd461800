package io.keydesk.provisioning.kubernetes.fake;

import org.jspecify.annotations.Nullable;

/**
 * What happened to one object.
 *
 * @param version the resource version that it happened at
 * @param before {@code null} when it was created
 * @param after {@code null} when it was removed
 */
record Change(
        long version,
        Key key,
        @Nullable Stored before,
        @Nullable Stored after) {

    /** The object itself: as it is, or last was. */
    Stored subject() {
        var subject = after == null ? before : after;
        if (subject == null) {
            throw new IllegalStateException("a change of nothing");
        }
        return subject;
    }
}
