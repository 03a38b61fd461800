package io.keydesk.service.ticket;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All tickets, with their decisions and comments. */
public interface Tickets {

    /**
     * Adds a ticket with its decisions. A concurrent order of the same name fails the transaction.
     *
     * @param ticket that has no number yet
     * @return the same with the next number
     */
    Ticket add(Ticket ticket);

    Optional<Ticket> find(TicketId id);

    Optional<Ticket> find(TicketNumber number);

    /** Reads the ticket and holds it until the transaction ends. Hold a ticket before its cluster. */
    Optional<Ticket> lock(TicketId id);

    /** Stores what has changed, and decisions that are new. Only for a ticket that is held, and not {@link Ticket#brief}. */
    void update(Ticket ticket);

    /** A page of tickets that are {@link Ticket#brief}. One that nobody changes meanwhile is on one page exactly. */
    List<Ticket> list(TicketQuery query);

    /**
     * How many of these tickets there are, as one question.
     *
     * @param decider whose {@link TicketCounts#decidable} are counted
     */
    TicketCounts counts(TicketFilter filter, Decider decider);

    /** How many of these tickets there are, counted up to {@code most}. */
    long count(TicketFilter filter, int most);

    /**
     * How long tickets took that were decided since then, by kind in alphabetical order; kinds of which none was are left out.
     *
     * @param tenants nothing means all
     */
    List<ServiceLevel> serviceLevels(Optional<Set<String>> tenants, Instant since);

    /**
     * The tickets that are approved or in progress on these clusters, {@link Ticket#brief}, as one question; there is at most
     * one on each.
     */
    Map<ClusterId, Ticket> working(Collection<ClusterId> clusters);

    /** The ticket that is approved or in progress on a cluster, {@link Ticket#brief}. */
    default Optional<Ticket> working(ClusterId cluster) {
        return Optional.ofNullable(working(List.of(cluster)).get(cluster));
    }

    /** The scheduled ticket of each of these clusters that is due first, {@link Ticket#brief}, as one question. */
    Map<ClusterId, Ticket> scheduled(Collection<ClusterId> clusters);

    /** The scheduled ticket of a cluster that is due first, {@link Ticket#brief}; of two, the one with the smaller number. */
    default Optional<Ticket> scheduled(ClusterId cluster) {
        return Optional.ofNullable(scheduled(List.of(cluster)).get(cluster));
    }

    /** Who holds a name, as one question: at most one cluster, which comes first, and one order. */
    List<NameHolder> holders(TenantSlug tenant, String region, String name);

    /**
     * Tickets that wait for approval, unchanged, since this time or longer, the longest first.
     *
     * @param reminded leaves out those of which nobody was reminded since they changed, by this time
     */
    List<TicketId> waitingSince(Instant time, Optional<Instant> reminded, int limit);

    /** Tickets that wait for approval, unchanged, since this time or longer, and of which nobody was reminded since. */
    List<TicketId> unreminded(Instant time, int limit);

    /** Notes that people were reminded of a ticket, which does not count as a change. Only for one that is held. */
    void remind(TicketId id, Instant at);

    void add(Comment comment);

    Optional<Comment> comment(UUID id);

    /** Comments from the oldest to the newest, those after {@code after} only. */
    List<Comment> comments(TicketId ticket, @Nullable UUID after, int limit);
}
