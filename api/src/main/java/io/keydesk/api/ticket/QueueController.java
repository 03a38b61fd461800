package io.keydesk.api.ticket;

import io.keydesk.api.http.Page;
import io.keydesk.api.problem.AnswerBrokenOff;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.TicketCounts;
import io.keydesk.openapi.body.TicketPage;
import io.keydesk.openapi.body.TicketState;
import io.keydesk.service.access.Caller;
import io.keydesk.service.desk.Reading;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RestController;

/** Lists of tickets, and their counts. Two media types on one path: no interface is generated for it. */
@RestController
class QueueController {

    private static final String CSV = "text/csv";

    private final Reading reading;
    private final TicketBodies bodies;
    private final Callers callers;

    QueueController(Reading reading, TicketBodies bodies, Callers callers) {
        this.reading = reading;
        this.bodies = bodies;
        this.callers = callers;
    }

    @GetMapping(path = "/v1/tickets", produces = MediaType.APPLICATION_JSON_VALUE)
    TicketPage list(@ModelAttribute TicketFilters filters) {
        var caller = callers.current();
        var query = filters.page(filter(caller, filters));
        var page = Page.of(reading.tickets(query), filters.limitOrDefault(), filters::cursor);
        return TicketPage.builder()
                .items(page.map(ticket -> bodies.body(caller, ticket)))
                .next(page.next())
                .build();
    }

    /** Refusals come before the first line. */
    @GetMapping(path = "/v1/tickets", produces = CSV)
    void export(HttpMethod method, @ModelAttribute TicketFilters filters, HttpServletResponse response) {
        var filter = filter(callers.current(), filters);
        if (method == HttpMethod.HEAD) {
            begin(response);
            return;
        }
        var export = new Export(response);
        try {
            reading.all(filter, filters.order(), export::write).orElseThrow(RequestRefused::new);
        } catch (RuntimeException e) {
            throw export.csv == null ? e : new AnswerBrokenOff(e);
        }
    }

    @GetMapping(path = "/v1/tickets/counts", produces = MediaType.APPLICATION_JSON_VALUE)
    TicketCounts counts(@ModelAttribute TicketFilters filters) {
        var caller = callers.current();
        var counts = reading.counts(caller, filter(caller, filters));
        var states = new LinkedHashMap<String, Long>();
        for (var state : TicketState.values()) {
            states.put(state.getValue(), counts.states().getOrDefault(state.getValue(), 0L));
        }
        return TicketCounts.builder()
                .states(states)
                .total(counts.total())
                .decidable(counts.decidable())
                .complete(counts.complete())
                .build();
    }

    private TicketFilter filter(Caller caller, TicketFilters filters) {
        return filters.filter(callers.tenants(caller, filters.tenant()), reading.decider(caller));
    }

    private static void begin(HttpServletResponse response) {
        response.setContentType(CSV);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"tickets.csv\"");
    }

    /** A spreadsheet that begins with its first page, while the next are still to be read. */
    private static final class Export {

        private final HttpServletResponse response;
        private @Nullable TicketCsv csv;

        Export(HttpServletResponse response) {
            this.response = response;
        }

        void write(List<Ticket> page) {
            try {
                var begun = csv;
                if (begun == null) {
                    begin(response);
                    begun = new TicketCsv(response.getWriter());
                    csv = begun;
                }
                begun.write(page);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
