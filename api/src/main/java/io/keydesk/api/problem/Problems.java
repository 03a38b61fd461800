package io.keydesk.api.problem;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.NameTaken;
import io.keydesk.service.answer.Refusal.PreviewStale;
import io.keydesk.service.answer.Refusal.QuotaExceeded;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes problem details. */
@Component
public class Problems {

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    ProblemDetail problem(ProblemType type, String detail, String path) {
        var problem = ProblemDetail.forStatusAndDetail(type.status(), detail);
        problem.setType(type.uri());
        problem.setTitle(type.title());
        problem.setInstance(URI.create(path));
        problem.setProperty("requestId", RequestId.current());
        return problem;
    }

    ProblemDetail problem(ProblemType type, String detail, String path, List<FieldError> errors) {
        var problem = problem(type, detail, path);
        problem.setProperty("errors", errors);
        return problem;
    }

    /** @param path of the request */
    public ProblemDetail problem(Refusal refusal, String path) {
        var problem = problem(type(refusal), refusal.detail(), path);
        if (refusal instanceof Invalid(var errors)) {
            problem.setProperty("errors", errors);
        }
        if (refusal instanceof NameTaken(var field, var detail)) {
            problem.setProperty("errors", List.of(new FieldError(field, detail)));
        }
        if (refusal instanceof PreviewStale stale) {
            problem.setProperty("changes", stale.changes());
        }
        if (refusal instanceof QuotaExceeded quota) {
            problem.setProperty("what", quota.what());
            problem.setProperty("quota", quota.quota());
            problem.setProperty("limit", quota.limit());
            problem.setProperty("used", quota.used());
            problem.setProperty("requested", quota.requested());
            problem.setProperty("missing", quota.missing());
        }
        return problem;
    }

    /** Answers a request that no controller has seen. */
    public void write(HttpServletRequest request, HttpServletResponse response, ProblemType type, String detail)
            throws IOException {
        response.setStatus(type.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem(type, detail, request.getRequestURI())));
    }

    private static ProblemType type(Refusal refusal) {
        return switch (refusal) {
            case Invalid _ -> ProblemType.INVALID;
            case Refusal.NotFound _ -> ProblemType.NOT_FOUND;
            case Refusal.Forbidden _ -> ProblemType.FORBIDDEN;
            case Refusal.WrongState _ -> ProblemType.WRONG_STATE;
            case PreviewStale _ -> ProblemType.PREVIEW_STALE;
            case Refusal.TicketInTheWay _ -> ProblemType.TICKET_IN_THE_WAY;
            case NameTaken _ -> ProblemType.NAME_TAKEN;
            case Refusal.Stale _ -> ProblemType.STALE;
            case QuotaExceeded _ -> ProblemType.QUOTA_EXCEEDED;
            case Refusal.KeyReused _ -> ProblemType.IDEMPOTENCY_KEY_REUSED;
            case Refusal.TooMany _ -> ProblemType.TOO_MANY;
            case Refusal.Unavailable _ -> ProblemType.UNAVAILABLE;
        };
    }
}
