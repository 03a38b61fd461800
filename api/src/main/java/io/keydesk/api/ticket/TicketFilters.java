package io.keydesk.api.ticket;

import io.keydesk.api.http.Page;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.openapi.body.RequestKind;
import io.keydesk.openapi.body.TicketState;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Named;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.ticket.Decider;
import io.keydesk.service.ticket.TicketFilter;
import io.keydesk.service.ticket.TicketNumber;
import io.keydesk.service.ticket.TicketOrder;
import io.keydesk.service.ticket.TicketPlace;
import io.keydesk.service.ticket.TicketQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of a list of tickets, as they stand in the query of the URL. */
record TicketFilters(
        @Nullable List<TicketState> state,
        @Nullable RequestKind kind,
        @Nullable UUID cluster,
        @Nullable String tenant,
        @Nullable String environment,
        @Nullable String requester,
        @Nullable String decidable,
        @Nullable Boolean failing,
        @Nullable String q,
        @Nullable String sort,
        @Nullable Integer limit,
        @Nullable String after) {

    private static final int ORDINARY_LIMIT = 50;
    private static final int LONGEST_SEARCH = 200;

    /**
     * @param tenants that the list is limited to
     * @param caller who is meant by {@code me}
     */
    TicketFilter filter(Optional<Set<String>> tenants, Decider caller) {
        if (environment != null && Named.find(Environment.class, environment).isEmpty()) {
            throw RequestRefused.invalid(
                    "environment", "environment must be one of " + Named.labels(Environment.class));
        }
        if (decidable != null && !decidable.equals("me")) {
            throw RequestRefused.invalid("decidable", "decidable must be me, or left out");
        }
        if (q != null && (q.isBlank() || q.codePointCount(0, q.length()) > LONGEST_SEARCH)) {
            throw RequestRefused.invalid("q", "q must be 1 to %d characters".formatted(LONGEST_SEARCH));
        }
        return new TicketFilter(
                tenants,
                state == null
                        ? List.of()
                        : state.stream().map(TicketState::getValue).toList(),
                kind == null ? null : kind.getValue(),
                cluster == null ? null : new ClusterId(cluster),
                environment,
                requester,
                q,
                decidable == null ? null : caller,
                Boolean.TRUE.equals(failing));
    }

    TicketOrder order() {
        return sort == null
                ? TicketOrder.NEWEST
                : Named.find(TicketOrder.class, sort)
                        .orElseThrow(() -> RequestRefused.invalid(
                                "sort", "sort must be one of " + Named.labels(TicketOrder.class)));
    }

    int limitOrDefault() {
        return limit == null ? ORDINARY_LIMIT : limit;
    }

    /** One more than a page has, which tells whether there is another. */
    TicketQuery page(TicketFilter filter) {
        return new TicketQuery(filter, order(), place(), Page.toRead(limitOrDefault()));
    }

    /** What a page ends with, for {@code next}. */
    Object cursor(io.keydesk.service.ticket.Ticket last) {
        var place = TicketPlace.of(last, order());
        return switch (order()) {
            case NEWEST -> place.number().value();
            case OLDEST -> "oldest " + place.number().value();
            case WAITING_LONGEST -> place.since() + " " + place.number().value();
        };
    }

    private @Nullable TicketPlace place() {
        return after == null
                ? null
                : Page.after(after, text -> switch (order()) {
                    case NEWEST -> new TicketPlace(null, number(text));
                    case OLDEST -> {
                        if (!text.startsWith("oldest ")) {
                            throw new IllegalArgumentException("a cursor of another order");
                        }
                        yield new TicketPlace(null, number(text.substring("oldest ".length())));
                    }
                    case WAITING_LONGEST -> waiting(text);
                });
    }

    private static TicketPlace waiting(String text) {
        int space = Math.max(0, text.indexOf(' '));
        try {
            return new TicketPlace(
                    Instant.parse(text.substring(0, space)),
                    number(text.substring(space).strip()));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static TicketNumber number(String text) {
        return new TicketNumber(Long.parseLong(text));
    }
}
