package io.keydesk.service.answer;

/**
 * A value that breaks a rule.
 *
 * @param field where it stands in the request, for example {@code settings.timeout}
 * @param message the rule and the way out, as one sentence
 */
public record FieldError(String field, String message) {

    /** The same error, seen from the document that holds the request. */
    public FieldError under(String parent) {
        return new FieldError(field.isEmpty() ? parent : parent + "." + field, message);
    }
}
