package io.keydesk.persistence.ticket;

import io.keydesk.persistence.sql.Where;
import io.keydesk.service.ticket.Decider;
import io.keydesk.service.ticket.TicketFilter;
import java.util.Set;

/** Filters as conditions on {@code tickets t}, and on its words as {@code ticket_texts x} where a text is looked for. */
final class TicketConditions {

    /** That some words stand in its text. */
    static final String FOUND = "x.words @@ websearch_to_tsquery('simple', cast(:text as text))";

    /** Whoever has filed, corrected or approved it may not: what {@code ApprovalPolicies} says of one ticket, in SQL. */
    static final String DECIDABLE = """
            t.state = 'awaiting-approval'
            and (t.state_data -> 'approvedBy' @> to_jsonb(cast(:decider as text))) is not true
            and (:ofAll or t.tenant = any(string_to_array(:deciderOf, ',')))
            and (:ownToo <> (t.tenant = any(string_to_array(:otherwise, ','))) or t.requester <> :decider
                            and (t.state_data -> 'correctedBy' @> to_jsonb(cast(:decider as text))) is not true)
            """;

    private static final String FAILING = """
            t.state in ('failed', 'in-progress')
            and case t.state
                when 'in-progress' then
                    coalesce(cast(t.state_data ->> 'away' as boolean), false)
                    or exists (select from clusters c where c.id = t.cluster and c.trouble is not null)
                else
                    not exists (select from clusters c where c.id = t.cluster and c.deleted_at is not null)
                    and not exists (select from tickets later
                                    where later.cluster = t.cluster and later.state = 'fulfilled'
                                      and later.ended_at > t.ended_at)
                end
            """;

    private TicketConditions() {}

    static Where of(TicketFilter filter) {
        var where = withoutText(filter);
        return filter.text() == null ? where : where.and(FOUND, "text", filter.text());
    }

    static Where withoutText(TicketFilter filter) {
        var where = new Where()
                .and("t.tenant in (:tenants)", "tenants", filter.tenants().orElse(null))
                .and("t.state in (:states)", "states", filter.states().isEmpty() ? null : filter.states())
                .and("t.kind = :kind", "kind", filter.kind())
                .and(
                        "t.cluster = :cluster",
                        "cluster",
                        filter.cluster() == null ? null : filter.cluster().value())
                .and("t.environment = :environment", "environment", filter.environment())
                .and("t.requester = :requester", "requester", filter.requester());
        if (filter.decidableBy() != null) {
            decidable(where, filter.decidableBy());
        }
        return filter.failing() ? where.and(FAILING) : where;
    }

    /** Leaves those that this decider may decide. */
    static Where decidable(Where where, Decider decider) {
        return with(where.and(DECIDABLE), decider);
    }

    /** The parameters of {@link #DECIDABLE}. Slugs have no comma. */
    static Where with(Where where, Decider decider) {
        return where.with("decider", decider.name())
                .with("ofAll", decider.tenants().isEmpty())
                .with("deciderOf", String.join(",", decider.tenants().orElse(Set.of())))
                .with("ownToo", decider.ownToo())
                .with("otherwise", String.join(",", decider.otherwise()));
    }
}
