package io.keydesk.service.provisioning;

import org.jspecify.annotations.Nullable;

/**
 * A part that a change would touch.
 *
 * @param kind in the words of the region: {@code process}, {@code file}, or a kind of Kubernetes
 * @param diff the difference as lines, each beginning with {@code +}, {@code -} or a space, with secrets hidden;
 *     {@code null} where the region tells none
 */
public record PlannedObject(
        String kind, String name, Action action, @Nullable String diff) {

    public enum Action {
        CREATE,
        CHANGE,
        DELETE
    }

    /** Without a difference to show. */
    public PlannedObject(String kind, String name, Action action) {
        this(kind, name, action, null);
    }

    public PlannedObject withDiff(@Nullable String lines) {
        return new PlannedObject(kind, name, action, lines);
    }
}
