package io.keydesk.service.provisioning;

/**
 * A part that a change would touch.
 *
 * @param kind in the words of the region: {@code process}, {@code file}, or a kind of Kubernetes
 */
public record PlannedObject(String kind, String name, Action action) {

    public enum Action {
        CREATE,
        CHANGE,
        DELETE
    }
}
