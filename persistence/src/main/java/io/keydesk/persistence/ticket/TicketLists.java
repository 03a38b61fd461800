package io.keydesk.persistence.ticket;

import io.keydesk.persistence.sql.Rows;
import io.keydesk.persistence.sql.Where;
import io.keydesk.service.ticket.Decider;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketCounts;
import io.keydesk.service.ticket.TicketFilter;
import io.keydesk.service.ticket.TicketPlace;
import io.keydesk.service.ticket.TicketQuery;
import io.keydesk.service.ticket.TicketState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pages of tickets, and how many there are. */
final class TicketLists {

    /**
     * How many tickets are looked at, in the order of the list, before all that have the words are. Either way by itself is slow
     * for some words: the first for one that only old tickets have, the second for one that all have.
     */
    private static final int LOOKED_AT_FIRST = 1000;

    /** Among the labels of states, none of which it is. */
    private static final String DECIDABLE = "decidable";

    private static final String WITH_WORDS = " join ticket_texts x on x.ticket = t.id ";

    private final JdbcClient jdbc;
    private final TicketRows rows;

    /** @param jdbc that has each question planned for its own values */
    TicketLists(JdbcClient jdbc, TicketRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    List<Ticket> page(TicketQuery query) {
        var filter = query.filter();
        if (filter.meansNone()) {
            return List.of();
        }
        if (filter.text() == null) {
            var where = behind(query, TicketConditions.of(filter));
            return read(TicketRows.SELECT_BRIEF + where + ordered(query) + " limit :limit", where, query);
        }
        var amongFirst = amongFirst(query);
        return amongFirst.size() == query.limit() || wereAll(query) ? amongFirst : amongAll(query);
    }

    private List<Ticket> amongFirst(TicketQuery query) {
        var where = behind(query, TicketConditions.withoutText(query.filter()));
        return read(
                TicketRows.selectBriefFrom("(select * from tickets t " + where + ordered(query) + " limit "
                                + LOOKED_AT_FIRST + ") t")
                        + WITH_WORDS + "where " + TicketConditions.FOUND + ordered(query) + " limit :limit",
                where.with("text", String.valueOf(query.filter().text())),
                query);
    }

    /** Whether those that were looked at first are all that there are. */
    private boolean wereAll(TicketQuery query) {
        var where = behind(query, TicketConditions.withoutText(query.filter()));
        return jdbc.sql("select count(*) from (select from tickets t " + where + ordered(query) + " limit "
                                + LOOKED_AT_FIRST + ") looked_at")
                        .params(where.parameters())
                        .query(Integer.class)
                        .single()
                < LOOKED_AT_FIRST;
    }

    /** Each ticket that has the words is read by itself: they are few, or they would have been found among the first. */
    private List<Ticket> amongAll(TicketQuery query) {
        var where = behind(query, TicketConditions.of(query.filter()));
        return read(
                TicketRows.selectBriefFrom(
                                "ticket_texts x cross join lateral (select * from tickets where id = x.ticket offset 0) t ")
                        + where + ordered(query) + " limit :limit",
                where,
                query);
    }

    private List<Ticket> read(String sql, Where where, TicketQuery query) {
        return jdbc.sql(sql)
                .params(where.parameters())
                .param("limit", query.limit())
                .query(rows::brief)
                .list();
    }

    private static Where behind(TicketQuery query, Where where) {
        var after = query.after();
        return switch (query.order()) {
            case NEWEST -> where.and("t.number < :after", "after", number(after));
            case OLDEST -> where.and("t.number > :after", "after", number(after));
            case WAITING_LONGEST -> {
                where.and("t.waiting_since is not null");
                if (after != null && after.since() != null) {
                    where.and(
                                    "(t.waiting_since, t.number) > (:since, :after)",
                                    "since",
                                    Rows.timestamptz(after.since()))
                            .with("after", after.number().value());
                }
                yield where;
            }
        };
    }

    private static @Nullable Long number(@Nullable TicketPlace place) {
        return place == null ? null : place.number().value();
    }

    private static String ordered(TicketQuery query) {
        return switch (query.order()) {
            case NEWEST -> " order by t.number desc";
            case OLDEST -> " order by t.number";
            case WAITING_LONGEST -> " order by t.waiting_since, t.number";
        };
    }

    TicketCounts counts(TicketFilter filter, Decider decider) {
        if (filter.meansNone()) {
            return new TicketCounts(Map.of(), 0, true);
        }
        return filter.text() == null ? all(filter, decider) : found(filter, decider);
    }

    /**
     * One state at a time, each planned for itself and read no further than it is counted: however many tickets have ended over
     * the years, no more of them are looked at.
     */
    private TicketCounts all(TicketFilter filter, Decider decider) {
        var decidable =
                TicketConditions.decidable(TicketConditions.of(filter), decider).with("decides", decider.decides());
        var parameters = new HashMap<>(decidable.parameters());
        var questions = new ArrayList<String>();
        questions.add(counting("'%s'".formatted(DECIDABLE), decidable + " and :decides"));
        for (var state : filter.states().isEmpty() ? TicketState.LABELS : filter.states()) {
            var parameter = "state" + questions.size();
            var where = TicketConditions.of(filter).and("t.state = :" + parameter, parameter, state);
            parameters.putAll(where.parameters());
            questions.add(counting(":" + parameter, where.toString()));
        }
        var counts = new HashMap<String, Long>();
        jdbc.sql(String.join(" union all ", questions)).params(parameters).query(row -> {
            counts.put(row.getString("what"), row.getLong("tickets"));
        });
        var ofDecidable = Objects.requireNonNull(counts.remove(DECIDABLE));
        counts.values().removeIf(count -> count == 0);
        return new TicketCounts(
                counts, ofDecidable, counts.values().stream().allMatch(count -> count < TicketCounts.MOST_IN_A_STATE));
    }

    private static String counting(String what, String where) {
        return """
                select cast(%s as text) as what,
                       (select count(*) from (select from tickets t %s limit %d) counted) as tickets
                """.formatted(what, where, TicketCounts.MOST_IN_A_STATE);
    }

    private TicketCounts found(TicketFilter filter, Decider decider) {
        var where = TicketConditions.with(TicketConditions.of(filter), decider);
        var states = new HashMap<String, Long>();
        var decidable = jdbc.sql("""
                        with found as materialized (
                            select t.state, (%s) as decidable from tickets t %s %s order by t.number desc limit %d)
                        select state, count(*) as tickets,
                               (select count(*) from found where decidable and :decides) as decidable
                        from found group by state
                        """.formatted(TicketConditions.DECIDABLE, WITH_WORDS, where, TicketCounts.MOST_FOUND))
                .params(where.parameters())
                .param("decides", decider.decides())
                .query((row, _) -> {
                    states.put(row.getString("state"), row.getLong("tickets"));
                    return row.getLong("decidable");
                })
                .list();
        long total = states.values().stream().mapToLong(Long::longValue).sum();
        return new TicketCounts(
                states, decidable.isEmpty() ? 0 : decidable.getFirst(), total < TicketCounts.MOST_FOUND);
    }

    long count(TicketFilter filter, int most) {
        if (filter.meansNone()) {
            return 0;
        }
        var where = TicketConditions.of(filter);
        return jdbc.sql("select count(*) from (select from tickets t %s %s limit :most) counted"
                        .formatted(filter.text() == null ? "" : WITH_WORDS, where))
                .params(where.parameters())
                .param("most", most)
                .query(Long.class)
                .single();
    }
}
