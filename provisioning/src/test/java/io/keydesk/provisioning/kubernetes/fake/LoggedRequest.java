package io.keydesk.provisioning.kubernetes.fake;

/**
 * A request, and how it was answered.
 *
 * @param status {@code 0} when it was not answered
 */
public record LoggedRequest(Request request, int status) {

    @Override
    public String toString() {
        return "%s %s %s -> %d".formatted(request.method(), request.path(), request.query(), status);
    }
}
