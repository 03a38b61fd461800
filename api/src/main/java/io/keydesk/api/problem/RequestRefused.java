package io.keydesk.api.problem;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.answer.Refusal;
import java.util.List;

/** Carries a refusal from a controller to the one place that makes problem details of them. */
public class RequestRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    public RequestRefused(Refusal refusal) {
        super(refusal.detail());
        this.refusal = refusal;
    }

    public static RequestRefused invalid(String field, String message) {
        return new RequestRefused(new Refusal.Invalid(List.of(new FieldError(field, message))));
    }

    Refusal refusal() {
        return refusal;
    }
}
