package io.keydesk.api.ticket;

import io.keydesk.api.problem.Problems;
import io.keydesk.openapi.body.Problem;
import io.keydesk.service.answer.Refusal;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Refusals that are only a part of an answer, in the form in which they would be the whole. */
@Component
class ProblemBodies {

    private final Problems problems;
    private final JsonMapper json;

    ProblemBodies(Problems problems, JsonMapper json) {
        this.problems = problems;
        this.json = json;
    }

    /** @param path of the request */
    Problem body(Refusal refusal, String path) {
        return json.convertValue(problems.problem(refusal, path), Problem.class);
    }
}
