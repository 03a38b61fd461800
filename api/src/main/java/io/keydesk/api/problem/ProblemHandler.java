package io.keydesk.api.problem;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.work.ConcurrentChange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.UnsatisfiedServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** The one place where refusals and faults become answers. */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    /** The same request may succeed later. */
    private static final Set<Integer> LATER =
            Set.of(HttpStatus.SERVICE_UNAVAILABLE.value(), HttpStatus.TOO_MANY_REQUESTS.value());

    private final Problems problems;
    private final UnreadableBodies unreadable;

    ProblemHandler(Problems problems, UnreadableBodies unreadable) {
        this.problems = problems;
        this.unreadable = unreadable;
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(RequestRefused e, HttpServletRequest request) {
        return answer(problems.problem(e.refusal(), request.getRequestURI()));
    }

    @ExceptionHandler
    ResponseEntity<Object> mismatch(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        var message = "%s has a value that cannot be read: %s%s".formatted(e.getName(), e.getValue(), choices(e));
        return answer(problems.problem(
                ProblemType.MALFORMED,
                message + ".",
                request.getRequestURI(),
                List.of(new FieldError(e.getName(), message))));
    }

    /** Parameters that are read together, as {@link #mismatch} is for one. */
    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var errors = e.getFieldErrors().stream()
                .map(error -> new FieldError(
                        error.getField(),
                        "%s has a value that cannot be read: %s%s"
                                .formatted(
                                        error.getField(),
                                        error.getRejectedValue() instanceof Object[] values
                                                ? String.join(
                                                        ", ",
                                                        Arrays.stream(values)
                                                                .map(String::valueOf)
                                                                .toList())
                                                : error.getRejectedValue(),
                                        error.contains(TypeMismatchException.class)
                                                ? choices(error.unwrap(TypeMismatchException.class))
                                                : "")))
                .toList();
        return answer(problems.problem(
                ProblemType.MALFORMED,
                errors.stream().map(FieldError::message).collect(Collectors.joining("; ", "", ".")),
                path(request),
                errors));
    }

    /** What a parameter with a fixed list of values could have been. */
    private static String choices(TypeMismatchException e) {
        return e.getCause() instanceof ConversionFailedException failed
                        && failed.getTargetType().getType().getEnumConstants() instanceof Object[] values
                ? Arrays.stream(values)
                        .map(Object::toString)
                        .collect(Collectors.joining(", ", "; it must be one of ", ""))
                : "";
    }

    /** What is only looked at when somebody asks for a parameter, behind the filters that refuse the rest. */
    @ExceptionHandler({RequestRejectedException.class, InvalidParameterException.class})
    ResponseEntity<Object> unreadableParameter(Exception e, HttpServletRequest request) {
        return answer(problems.problem(
                ProblemType.MALFORMED,
                "A parameter of the query is no UTF-8, or has a control character: correct it.",
                request.getRequestURI()));
    }

    @ExceptionHandler
    ResponseEntity<Object> multipart(MultipartException e, HttpServletRequest request) {
        return answer(ofStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE.value(), request.getRequestURI()));
    }

    @ExceptionHandler
    ResponseEntity<Object> tooManyAtOnce(ConcurrentChange e, HttpServletRequest request) {
        return answer(problems.problem(
                ProblemType.UNAVAILABLE,
                "Somebody else changes the same right now; nothing was done. Try again in a few seconds.",
                request.getRequestURI()));
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        QueryTimeoutException.class,
        CannotCreateTransactionException.class,
        TransactionSystemException.class
    })
    ResponseEntity<Object> databaseAway(Exception e, HttpServletRequest request) {
        // Said once, by those who also notice when it is back; each caller is told here.
        log.atDebug().setMessage("Database does not answer").setCause(e).log();
        return answer(problems.problem(
                ProblemType.UNAVAILABLE,
                "The database does not answer. Repeat the request with the same Idempotency-Key, or look first whether it was done.",
                request.getRequestURI()));
    }

    /** An answer that has begun cannot become a problem: the connection is closed before its end, so that nobody takes it for whole. */
    @ExceptionHandler
    void brokenOff(AnswerBrokenOff e) {
        throw e;
    }

    @ExceptionHandler
    ResponseEntity<Object> fault(Exception e, HttpServletRequest request) {
        log.atError()
                .setMessage("Request failed unexpectedly")
                .addKeyValue("path", request.getRequestURI())
                .setCause(e)
                .log();
        return answer(problems.problem(
                ProblemType.INTERNAL,
                "Something went wrong here. Report the requestId to those who run keydesk.",
                request.getRequestURI()));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(unreadable.problem(e, path(request)));
    }

    /** Paths that differ by a parameter differ by what they answer: it is only missing for who accepts neither. */
    @Override
    protected ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return e instanceof UnsatisfiedServletRequestParameterException
                ? answer(ofStatus(HttpStatus.NOT_ACCEPTABLE.value(), path(request)))
                : handleExceptionInternal(e, null, headers, status, request);
    }

    /** Everything else that Spring MVC refuses by itself. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = ofStatus(status.value(), path(request));
        return ResponseEntity.status(problem.getStatus()).headers(headers).body(problem);
    }

    /** A problem for a status that was decided elsewhere. */
    ProblemDetail ofStatus(int status, String path) {
        return switch (HttpStatus.resolve(status)) {
            case NOT_FOUND ->
                problems.problem(ProblemType.NOT_FOUND, "There is nothing at this path; see /docs.", path);
            case METHOD_NOT_ALLOWED ->
                problems.problem(
                        ProblemType.METHOD_NOT_ALLOWED, "The header Allow lists the methods of this path.", path);
            case NOT_ACCEPTABLE ->
                problems.problem(ProblemType.NOT_ACCEPTABLE, "Ask for another media type; see /docs.", path);
            case UNSUPPORTED_MEDIA_TYPE ->
                problems.problem(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the header Content-Type: application/json.", path);
            case SERVICE_UNAVAILABLE -> problems.problem(ProblemType.UNAVAILABLE, "Try again in a few seconds.", path);
            case null, default ->
                status < 500
                        ? problems.problem(ProblemType.MALFORMED, "The request cannot be read; see /docs.", path)
                        : problems.problem(ProblemType.INTERNAL, "Something went wrong here.", path);
        };
    }

    private static String path(WebRequest request) {
        return ((ServletWebRequest) request).getRequest().getRequestURI();
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem) {
        var response = ResponseEntity.status(problem.getStatus());
        if (LATER.contains(problem.getStatus())) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.body(problem);
    }
}
