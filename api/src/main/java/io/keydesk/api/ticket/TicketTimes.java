package io.keydesk.api.ticket;

import io.keydesk.api.http.Bodies;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.openapi.body.When;
import org.jspecify.annotations.Nullable;

/** When tickets are to be carried out, as it comes and goes over HTTP. */
final class TicketTimes {

    private TicketTimes() {}

    static io.keydesk.service.ticket.When read(@Nullable When body) {
        return body == null ? io.keydesk.service.ticket.When.NOW : chosen(body);
    }

    /** One that must be given. */
    static io.keydesk.service.ticket.When chosen(@Nullable When body) {
        var at = body == null ? null : body.getAt();
        boolean window = body != null && Boolean.TRUE.equals(body.getMaintenanceWindow());
        if ((at != null) == window) {
            throw RequestRefused.invalid("when", "when must have either at, or maintenanceWindow: true");
        }
        return at == null
                ? new io.keydesk.service.ticket.When.Window()
                : new io.keydesk.service.ticket.When.At(Bodies.instant(at));
    }

    static @Nullable When write(io.keydesk.service.ticket.When when) {
        return switch (when) {
            case io.keydesk.service.ticket.When.Now _ -> null;
            case io.keydesk.service.ticket.When.At(var time) ->
                When.builder().at(Bodies.utc(time)).build();
            case io.keydesk.service.ticket.When.Window _ ->
                When.builder().maintenanceWindow(true).build();
        };
    }
}
