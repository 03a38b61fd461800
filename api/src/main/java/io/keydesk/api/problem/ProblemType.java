package io.keydesk.api.problem;

import io.keydesk.service.catalogue.Named;
import java.net.URI;
import org.springframework.http.HttpStatus;

/** Everything that can go wrong over HTTP. The URIs are part of the contract. */
public enum ProblemType implements Named {
    MALFORMED(HttpStatus.BAD_REQUEST, "The request cannot be read"),
    UNKNOWN_FIELD(HttpStatus.BAD_REQUEST, "The body has an unknown field"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Who are you?"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "You may not do this"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The path does not know this method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No such media type is offered"),
    WRONG_STATE(HttpStatus.CONFLICT, "Its state does not allow this"),
    PREVIEW_STALE(HttpStatus.CONFLICT, "What would be done has changed"),
    TICKET_IN_THE_WAY(HttpStatus.CONFLICT, "Another ticket is in the way"),
    NAME_TAKEN(HttpStatus.CONFLICT, "The name is taken"),
    STALE(HttpStatus.PRECONDITION_FAILED, "It was changed meanwhile"),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON"),
    INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "A value breaks a rule"),
    QUOTA_EXCEEDED(HttpStatus.UNPROCESSABLE_CONTENT, "The quota is too small"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key belongs to another request"),
    TOO_MANY(HttpStatus.TOO_MANY_REQUESTS, "You have too many at once"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong here"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Not now");

    private final HttpStatus status;
    private final String title;

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    URI uri() {
        return URI.create("/problems/" + label());
    }
}
