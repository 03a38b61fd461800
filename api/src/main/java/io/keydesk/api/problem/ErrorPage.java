package io.keydesk.api.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the server itself refuses, before any controller: as a problem as well. */
@RestController
class ErrorPage implements ErrorController {

    private final ProblemHandler handler;

    ErrorPage(ProblemHandler handler) {
        this.handler = handler;
    }

    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        var problem =
                handler.ofStatus(status instanceof Integer code ? code : 404, path instanceof String uri ? uri : "/");
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
