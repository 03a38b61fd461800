package io.keydesk.api.problem;

import io.keydesk.openapi.body.RequestKind;
import io.keydesk.service.answer.FieldError;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says where and why a body cannot be read. */
@Component
class UnreadableBodies {

    private static final String KINDS =
            Stream.of(RequestKind.values()).map(RequestKind::getValue).collect(Collectors.joining(", "));

    private final Problems problems;

    UnreadableBodies(Problems problems) {
        this.problems = problems;
    }

    ProblemDetail problem(HttpMessageNotReadableException e, String path) {
        return switch (relevantCause(e)) {
            case BodyTooLarge tooLarge -> problems.problem(ProblemType.TOO_LARGE, tooLarge.detail(), path);
            case UnrecognizedPropertyException unknown ->
                at(
                        ProblemType.UNKNOWN_FIELD,
                        path,
                        field(unknown),
                        "%s is not a field here; known are %s".formatted(unknown.getPropertyName(), known(unknown)));
            case InvalidTypeIdException unknownKind ->
                at(ProblemType.INVALID, path, field(unknownKind) + ".kind", "kind must be one of " + KINDS);
            case MismatchedInputException mismatched ->
                at(ProblemType.MALFORMED, path, field(mismatched), "must be " + expected(mismatched.getTargetType()));
            case StreamConstraintsException extreme ->
                problems.problem(
                        ProblemType.MALFORMED,
                        "The body nests too deeply, or has a name or number that is too long: send a simpler one.",
                        path);
            case InputCoercionException outOfRange ->
                at(ProblemType.MALFORMED, path, field(outOfRange), "must be a smaller number");
            case StreamReadException malformed ->
                problems.problem(
                        ProblemType.MALFORMED,
                        "The body is no JSON, or names a member twice: line %d, column %d."
                                .formatted(
                                        malformed.getLocation().getLineNr(),
                                        malformed.getLocation().getColumnNr()),
                        path);
            default -> problems.problem(ProblemType.MALFORMED, "The body is missing, or cannot be read as JSON.", path);
        };
    }

    private static Throwable relevantCause(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLarge) {
                return cause;
            }
        }
        return e.getCause() == null ? e : e.getCause();
    }

    private ProblemDetail at(ProblemType type, String path, String field, String message) {
        var sentence = message.startsWith("must") && !field.isEmpty() ? field + " " + message : message;
        return problems.problem(type, sentence + ".", path, List.of(new FieldError(field, sentence)));
    }

    private static String field(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? "[%d]".formatted(step.getIndex())
                        : "." + step.getPropertyName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String known(UnrecognizedPropertyException e) {
        var names = e.getKnownPropertyIds();
        return names == null
                ? "none"
                : names.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    private static String expected(Class<?> type) {
        if (Iterable.class.isAssignableFrom(type)) {
            return "a list";
        }
        return switch (type.getSimpleName()) {
            case "String" -> "a string";
            case "UUID" -> "a UUID";
            case "Integer", "Long" -> "a whole number";
            case "Boolean" -> "true or false";
            default -> "an object";
        };
    }
}
