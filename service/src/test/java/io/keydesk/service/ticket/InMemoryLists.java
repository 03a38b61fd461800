package io.keydesk.service.ticket;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.InMemoryClusters;
import io.keydesk.service.ticket.ServiceLevel.Took;
import io.keydesk.service.ticket.TicketState.AwaitingApproval;
import io.keydesk.service.ticket.TicketState.Failed;
import io.keydesk.service.ticket.TicketState.Fulfilled;
import io.keydesk.service.ticket.TicketState.InProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Filters, orders and counts the tickets of {@link InMemoryTickets}. */
final class InMemoryLists {

    private final Collection<Ticket> tickets;
    private final Function<TicketId, Stream<Comment>> comments;
    private final InMemoryClusters clusters;

    InMemoryLists(Collection<Ticket> tickets, Function<TicketId, Stream<Comment>> comments, InMemoryClusters clusters) {
        this.tickets = tickets;
        this.comments = comments;
        this.clusters = clusters;
    }

    List<Ticket> page(TicketQuery query) {
        var places = places(query.order());
        return matching(query.filter())
                .filter(ticket -> query.order() != TicketOrder.WAITING_LONGEST
                        || ticket.waitingSince().isPresent())
                .filter(ticket -> query.after() == null
                        || places.compare(TicketPlace.of(ticket, query.order()), query.after()) > 0)
                .sorted(Comparator.comparing(ticket -> TicketPlace.of(ticket, query.order()), places))
                .limit(query.limit())
                .map(Ticket::brief)
                .toList();
    }

    private static Comparator<TicketPlace> places(TicketOrder order) {
        Comparator<TicketPlace> numbers =
                Comparator.comparing(place -> place.number().value());
        return switch (order) {
            case NEWEST -> numbers.reversed();
            case OLDEST -> numbers;
            case WAITING_LONGEST ->
                Comparator.comparing((TicketPlace place) -> Objects.requireNonNull(place.since()))
                        .thenComparing(numbers);
        };
    }

    TicketCounts counts(TicketFilter filter, Decider decider) {
        // No test keeps as many as are counted of a state.
        int most = filter.text() == null ? TicketCounts.MOST_IN_A_STATE : TicketCounts.MOST_FOUND;
        var counted = matching(filter)
                .sorted(Comparator.comparing(ticket -> -ticket.number().value()))
                .limit(most)
                .toList();
        return new TicketCounts(
                counted.stream()
                        .collect(Collectors.groupingBy(ticket -> ticket.state().label(), Collectors.counting())),
                counted.stream().filter(isDecidableBy(decider)).count(),
                counted.size() < most);
    }

    long count(TicketFilter filter, int most) {
        return matching(filter).limit(most).count();
    }

    private Stream<Ticket> matching(TicketFilter filter) {
        return tickets.stream()
                .filter(ticket -> filter.tenants()
                        .map(tenants -> tenants.contains(ticket.tenant().value()))
                        .orElse(true))
                .filter(ticket -> filter.states().isEmpty()
                        || filter.states().contains(ticket.state().label()))
                .filter(ticket -> isWanted(filter.kind(), ticket.request().kind()))
                .filter(ticket -> isWanted(filter.cluster(), ticket.clusterId()))
                .filter(ticket ->
                        filter.environment() == null || environment(ticket).equals(Optional.of(filter.environment())))
                .filter(ticket -> isWanted(filter.requester(), ticket.requester()))
                .filter(ticket -> filter.text() == null || new SearchWords(filter.text()).test(text(ticket)))
                .filter(ticket -> filter.decidableBy() == null
                        || isDecidableBy(filter.decidableBy()).test(ticket))
                .filter(ticket -> !filter.failing() || isFailing(ticket));
    }

    private static <V> boolean isWanted(@Nullable V wanted, V value) {
        return wanted == null || wanted.equals(value);
    }

    private Optional<String> environment(Ticket ticket) {
        return ticket.request() instanceof OrderCluster order
                ? Optional.of(order.environment())
                : cluster(ticket).map(Cluster::environment).map(Environment::label);
    }

    private Optional<Cluster> cluster(Ticket ticket) {
        return clusters.find(ticket.clusterId());
    }

    private String text(Ticket ticket) {
        var parts = Stream.of(
                Stream.of(
                        ticket.number().toString(),
                        Objects.requireNonNullElse(ticket.externalReference(), ""),
                        ticket.preview().summary(),
                        ticket.request() instanceof OrderCluster order
                                ? order.name()
                                : cluster(ticket).map(Cluster::name).orElse("")),
                ticket.decisions().stream().map(Decision::comment).filter(Objects::nonNull),
                comments.apply(ticket.id()).map(Comment::text));
        return parts.flatMap(Function.identity()).collect(Collectors.joining("\n"));
    }

    private static Predicate<Ticket> isDecidableBy(Decider decider) {
        return ticket -> decider.decidesFor(ticket.tenant().value())
                && ticket.state() instanceof AwaitingApproval waiting
                && !waiting.approvedBy().contains(decider.name())
                && (decider.decidesOwnOf(ticket.tenant().value())
                        || (!ticket.requester().equals(decider.name())
                                && !waiting.correctedBy().contains(decider.name())));
    }

    private boolean isFailing(Ticket ticket) {
        var cluster = cluster(ticket);
        return switch (ticket.state()) {
            case InProgress working ->
                working.away() || cluster.filter(it -> it.trouble() != null).isPresent();
            case Failed failed -> cluster.filter(Cluster::isGone).isEmpty() && !isOvertaken(ticket, failed);
            default -> false;
        };
    }

    private boolean isOvertaken(Ticket ticket, Failed failed) {
        return tickets.stream()
                .filter(other -> other.clusterId().equals(ticket.clusterId()))
                .anyMatch(other -> other.state() instanceof Fulfilled done
                        && done.endedAt().isAfter(failed.endedAt()));
    }

    List<ServiceLevel> levels(Optional<Set<String>> tenants, Instant since) {
        var byKind = tickets.stream()
                .filter(ticket -> tenants.map(
                                some -> some.contains(ticket.tenant().value()))
                        .orElse(true))
                .filter(ticket -> ticket.state()
                        .decided()
                        .filter(at -> !at.isBefore(since))
                        .isPresent())
                .collect(Collectors.groupingBy(ticket -> ticket.request().kind(), TreeMap::new, Collectors.toList()));
        return byKind.entrySet().stream()
                .map(kind -> level(kind.getKey(), kind.getValue()))
                .toList();
    }

    private static ServiceLevel level(String kind, List<Ticket> decided) {
        var toDecide = decided.stream().map(InMemoryLists::timeToDecide).toList();
        var toReady =
                decided.stream().flatMap(ticket -> timeToReady(ticket).stream()).toList();
        return new ServiceLevel(
                kind, took(toDecide), toDecide.stream().filter(Duration::isZero).count(), took(toReady));
    }

    private static Duration timeToDecide(Ticket ticket) {
        return Duration.between(ticket.createdAt(), ticket.state().decided().orElseThrow());
    }

    private static Optional<Duration> timeToReady(Ticket ticket) {
        return ticket.state() instanceof Fulfilled done
                ? Optional.of(Duration.between(
                        ticket.when() instanceof When.Now ? done.approvedAt() : done.startedAt(), done.endedAt()))
                : Optional.empty();
    }

    private static Took took(List<Duration> durations) {
        var sorted = durations.stream().sorted().toList();
        return new Took(sorted.size(), percentile(sorted, 0.5), percentile(sorted, 0.95));
    }

    /** Interpolated between the two nearest, to microseconds. */
    private static @Nullable Duration percentile(List<Duration> sorted, double fraction) {
        if (sorted.isEmpty()) {
            return null;
        }
        double place = fraction * (sorted.size() - 1);
        var below = sorted.get((int) Math.floor(place));
        var above = sorted.get((int) Math.ceil(place));
        double between = (above.toNanos() - below.toNanos()) * (place - Math.floor(place));
        return below.plusNanos(Math.round(between / 1000) * 1000);
    }
}
