package io.keydesk.api.ticket;

import io.keydesk.service.ticket.Decision;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.Cancelled;
import io.keydesk.service.ticket.TicketState.Expired;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.TicketState.Rejected;
import io.keydesk.service.ticket.TicketState.Scheduled;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/** Tickets as lines of a spreadsheet (RFC 4180). */
final class TicketCsv {

    /**
     * What makes a spreadsheet take a text for a formula and carry it out, even between quotes: an apostrophe before it keeps it
     * a text. https://owasp.org/www-community/attacks/CSV_Injection
     */
    private static final String FORMULAS = "=+-@\t\r\n＝＋－＠";

    private static final Map<String, Function<Ticket, @Nullable Object>> COLUMNS = columns();

    private final Writer target;

    TicketCsv(Writer target) throws IOException {
        this.target = target;
        CSVFormat.RFC4180.printRecord(target, COLUMNS.keySet().toArray());
    }

    void write(List<Ticket> tickets) throws IOException {
        for (var ticket : tickets) {
            CSVFormat.RFC4180.printRecord(
                    target,
                    COLUMNS.values().stream()
                            .map(column -> cell(column.apply(ticket)))
                            .toArray());
        }
        target.flush();
    }

    private static Map<String, Function<Ticket, @Nullable Object>> columns() {
        var columns = new LinkedHashMap<String, Function<Ticket, @Nullable Object>>();
        columns.put("number", Ticket::number);
        columns.put("state", ticket -> ticket.state().label());
        columns.put("kind", ticket -> ticket.request().kind());
        columns.put("tenant", Ticket::tenant);
        columns.put("requester", Ticket::requester);
        columns.put("summary", ticket -> ticket.preview().summary());
        columns.put("clusterId", Ticket::clusterId);
        columns.put("externalReference", Ticket::externalReference);
        columns.put("restarts", ticket -> ticket.preview().restarts());
        columns.put("memoryBytes", ticket -> ticket.preview().memoryBytes().requested());
        columns.put("monthlyCostBefore", ticket -> ticket.preview().monthlyCostBefore());
        columns.put("monthlyCostAfter", ticket -> ticket.preview().monthlyCostAfter());
        columns.put("approvalsNeeded", ticket -> approvalsNeeded(ticket.state()));
        columns.put(
                "decidedBy",
                ticket -> ticket.decisions().stream().map(Decision::by).collect(Collectors.joining(", ")));
        columns.put("createdAt", Ticket::createdAt);
        columns.put("decidedAt", ticket -> time(ticket.state().decided()));
        columns.put("endedAt", ticket -> time(ticket.state().ended()));
        columns.put("reason", ticket -> reason(ticket.state()));
        return columns;
    }

    private static int approvalsNeeded(TicketState state) {
        return state instanceof AwaitingApproval waiting
                ? waiting.needed() - waiting.approvedBy().size()
                : 0;
    }

    private static @Nullable Object time(Optional<Instant> at) {
        return at.orElse(null);
    }

    private static @Nullable String reason(TicketState state) {
        return switch (state) {
            case Failed failed -> failed.reason();
            case Rejected rejected -> rejected.reason();
            case Cancelled cancelled -> cancelled.reason();
            case Expired expired -> expired.reason();
            case AwaitingApproval _, Approved _, Scheduled _, InProgress _, Fulfilled _ -> null;
        };
    }

    /** Numbers stay numbers, also below zero; all else is text. */
    private static String cell(@Nullable Object value) {
        var text = value == null ? "" : value.toString();
        return value instanceof Number || text.isEmpty() || FORMULAS.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
