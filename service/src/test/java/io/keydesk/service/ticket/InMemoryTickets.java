package io.keydesk.service.ticket;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.InMemoryClusters;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.TicketState.Scheduled;
import io.keydesk.service.work.ConcurrentChange;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps tickets in a map; holding one holds nobody off. */
public final class InMemoryTickets implements Tickets {

    private final Map<TicketId, Ticket> tickets = new ConcurrentHashMap<>();
    private final Map<TicketId, Instant> reminded = new ConcurrentHashMap<>();
    private final List<Comment> comments = new CopyOnWriteArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private final InMemoryClusters clusters;

    /** @param clusters which have names, too */
    public InMemoryTickets(InMemoryClusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Ticket add(Ticket ticket) {
        if (tickets.containsKey(ticket.id())) {
            throw new IllegalStateException("the ticket is there already: " + ticket.id());
        }
        var numbered = ticket.numbered(new TicketNumber(numbers.incrementAndGet()));
        put(numbered);
        return numbered;
    }

    @Override
    public Optional<Ticket> find(TicketId id) {
        return Optional.ofNullable(tickets.get(id));
    }

    @Override
    public Optional<Ticket> find(TicketNumber number) {
        return all().filter(ticket -> ticket.number().equals(number)).findFirst();
    }

    @Override
    public Optional<Ticket> lock(TicketId id) {
        return find(id);
    }

    @Override
    public void update(Ticket ticket) {
        if (!tickets.containsKey(ticket.id())) {
            throw new IllegalStateException("there is no such ticket: " + ticket.id());
        }
        put(ticket);
    }

    private void put(Ticket ticket) {
        boolean nameTaken = ticket.request() instanceof OrderCluster order
                && !ticket.state().isEnd()
                && isOther(ordering(ticket.tenant(), order.region(), order.name()), ticket);
        if (nameTaken || (isWorking(ticket) && isOther(working(ticket.clusterId()), ticket))) {
            throw new ConcurrentChange(new IllegalStateException("another ticket is in the way of " + ticket.id()));
        }
        tickets.put(ticket.id(), ticket);
    }

    private static boolean isOther(Optional<Ticket> found, Ticket ticket) {
        return found.isPresent() && !found.get().id().equals(ticket.id());
    }

    private static boolean isWorking(Ticket ticket) {
        return ticket.state() instanceof Approved || ticket.state() instanceof InProgress;
    }

    @Override
    public List<Ticket> list(TicketQuery query) {
        return lists().page(query);
    }

    @Override
    public TicketCounts counts(TicketFilter filter, Decider decider) {
        return lists().counts(filter, decider);
    }

    @Override
    public long count(TicketFilter filter, int most) {
        return lists().count(filter, most);
    }

    @Override
    public List<ServiceLevel> serviceLevels(Optional<Set<String>> tenants, Instant since) {
        return lists().levels(tenants, since);
    }

    private InMemoryLists lists() {
        return new InMemoryLists(
                tickets.values(),
                id -> comments.stream().filter(comment -> comment.ticket().equals(id)),
                clusters);
    }

    @Override
    public Map<ClusterId, Ticket> working(Collection<ClusterId> clusters) {
        return all().filter(ticket -> clusters.contains(ticket.clusterId()) && isWorking(ticket))
                .collect(Collectors.toMap(Ticket::clusterId, Ticket::brief));
    }

    @Override
    public Map<ClusterId, Ticket> scheduled(Collection<ClusterId> clusters) {
        return all().filter(ticket -> clusters.contains(ticket.clusterId()) && ticket.state() instanceof Scheduled)
                .sorted(Comparator.comparing(InMemoryTickets::dueAt)
                        .thenComparing(ticket -> ticket.number().value()))
                .collect(Collectors.toMap(Ticket::clusterId, Ticket::brief, (first, _) -> first));
    }

    private static Instant dueAt(Ticket ticket) {
        return ((Scheduled) ticket.state()).dueAt();
    }

    @Override
    public List<NameHolder> holders(TenantSlug tenant, String region, String name) {
        Stream<NameHolder> existing =
                clusters.named(tenant, region, name).stream().map(_ -> new NameHolder.Existing());
        Stream<NameHolder> ordered = ordering(tenant, region, name).stream()
                .map(order -> new NameHolder.Ordered(order.id(), order.number()));
        return Stream.concat(existing, ordered).toList();
    }

    private Optional<Ticket> ordering(TenantSlug tenant, String region, String name) {
        return all().filter(ticket -> ticket.tenant().equals(tenant)
                        && !ticket.state().isEnd()
                        && ticket.request() instanceof OrderCluster order
                        && order.region().equals(region)
                        && order.name().equals(name))
                .findFirst();
    }

    @Override
    public List<TicketId> waitingSince(Instant time, Optional<Instant> by, int limit) {
        return waiting(time)
                .filter(ticket -> by.isEmpty()
                        || isReminded(ticket)
                                && !reminded.getOrDefault(ticket.id(), Instant.MAX)
                                        .isAfter(by.get()))
                .map(Ticket::id)
                .limit(limit)
                .toList();
    }

    @Override
    public List<TicketId> unreminded(Instant time, int limit) {
        return waiting(time)
                .filter(ticket -> !isReminded(ticket))
                .map(Ticket::id)
                .limit(limit)
                .toList();
    }

    private Stream<Ticket> waiting(Instant time) {
        return all().filter(ticket -> ticket.state() instanceof AwaitingApproval)
                .filter(ticket -> !ticket.updatedAt().isAfter(time))
                .sorted(Comparator.comparing(Ticket::updatedAt));
    }

    private boolean isReminded(Ticket ticket) {
        return !reminded.getOrDefault(ticket.id(), Instant.MIN).isBefore(ticket.updatedAt());
    }

    @Override
    public void remind(TicketId id, Instant at) {
        reminded.put(id, at);
    }

    @Override
    public void add(Comment comment) {
        comments.add(comment);
    }

    @Override
    public Optional<Comment> comment(UUID id) {
        return comments.stream().filter(comment -> comment.id().equals(id)).findFirst();
    }

    @Override
    public List<Comment> comments(TicketId ticket, @Nullable UUID after, int limit) {
        var conversation = comments.stream()
                .filter(comment -> comment.ticket().equals(ticket))
                .toList();
        int seen = conversation.stream().map(Comment::id).toList().indexOf(after) + 1;
        return conversation.stream().skip(seen).limit(limit).toList();
    }

    /** Newest first. */
    private Stream<Ticket> all() {
        return tickets.values().stream()
                .sorted(Comparator.comparing((Ticket ticket) -> ticket.number().value())
                        .reversed());
    }
}
