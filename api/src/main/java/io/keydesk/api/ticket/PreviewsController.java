package io.keydesk.api.ticket;

import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.Preview;
import io.keydesk.openapi.body.PreviewRequest;
import io.keydesk.openapi.http.PreviewsApi;
import io.keydesk.service.desk.Filing;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PreviewsController implements PreviewsApi {

    private final Filing filing;
    private final Callers callers;

    PreviewsController(Filing filing, Callers callers) {
        this.filing = filing;
        this.callers = callers;
    }

    @Override
    public ResponseEntity<Preview> preview(PreviewRequest body) {
        var preview = filing.preview(
                callers.current(), TicketRequests.read(body.getRequest()), Optional.ofNullable(body.getTenant()));
        return ResponseEntity.ok(PreviewBodies.body(preview.orElseThrow(RequestRefused::new)));
    }
}
