package io.keydesk.service.timeline;

import static io.keydesk.service.ticket.SampleTickets.FILED_AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Timeline} promises, as far as one caller at a time can see it. */
public abstract class TimelineContract {

    private Store store;
    private Timeline timeline;

    /** An empty one. */
    protected abstract Store emptyStore();

    @BeforeEach
    void open() {
        store = emptyStore();
        timeline = store.timeline();
    }

    @Test
    void readsBackWhatWasAdded() {
        var cluster = store.made("orders-cache");
        var ticket = store.added(SampleTickets.settings(cluster));
        var full = on(ticket, "ticket-fulfilled")
                .changing("in-progress", "fulfilled")
                .since(FILED_AT.minusMillis(1500));
        var bare = on(cluster, "node-died");

        timeline.add(full, bare);

        assertThat(timeline.ofCluster(cluster.id(), 0, 10))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
                .containsExactly(full, bare);
    }

    @Test
    void tellsOfATicketFromTheOldestOn() {
        var ticket = store.ordered("orders-cache");
        timeline.add(on(ticket, "one"), on(ticket, "two"));
        timeline.add(on(store.ordered("carts-cache"), "elsewhere"));
        timeline.add(on(ticket, "three"));

        var first = timeline.ofTicket(ticket.id(), 0, 2);
        var rest = timeline.ofTicket(ticket.id(), first.getLast().id(), 2);

        assertThat(first).extracting(Event::type).containsExactly("one", "two");
        assertThat(rest).extracting(Event::type).containsExactly("three");
    }

    @Test
    void tellsOfAClusterFromTheOldestOn() {
        var cluster = store.made("orders-cache");
        var order = store.tickets().list(SampleTickets.newest(1)).getFirst();
        timeline.add(on(order, "one"), on(cluster, "two"), on(cluster, "three").during(order));

        var first = timeline.ofCluster(cluster.id(), 0, 2);
        var rest = timeline.ofCluster(cluster.id(), first.getLast().id(), 2);

        assertThat(first).extracting(Event::type).containsExactly("one", "two");
        assertThat(rest).extracting(Event::type).containsExactly("three");
        assertThat(timeline.ofCluster(new ClusterId(SampleTickets.id()), 0, 2)).isEmpty();
    }

    @Test
    void tellsWhatIsNewOnTicketsSinceAMark() {
        var one = store.ordered("one");
        var two = store.ordered("two");
        var cluster = store.made("three");
        timeline.add(on(one, "earlier"));
        var mark = timeline.mark();
        timeline.add(on(one, "one-1"), on(two, "two-1"), on(cluster, "elsewhere"), on(one, "one-2"));

        var news = timeline.since(mark, 10);
        timeline.add(on(two, "two-2"));
        var later = timeline.since(news.until(), 10);

        assertThat(news.events()).extracting(Event::type).containsExactly("one-1", "two-1", "one-2");
        assertThat(news.events()).containsAll(timeline.ofTicket(two.id(), 0, 1));
        assertThat(later.events()).extracting(Event::type).containsExactly("two-2");
        assertThat(timeline.since(later.until(), 10).events()).isEmpty();
    }

    @Test
    void leavesOutWhatIsMoreThanWasAskedFor() {
        var ticket = store.ordered("one");
        var mark = timeline.mark();
        timeline.add(on(ticket, "one"), on(ticket, "two"), on(ticket, "three"));

        var news = timeline.since(mark, 2);

        assertThat(news.events()).extracting(Event::type).containsExactly("one", "two");
        assertThat(timeline.since(news.until(), 2).events()).isEmpty();
    }

    private static Event on(Ticket ticket, String type) {
        return Event.on(ticket, type, "dana", "It happened.", FILED_AT);
    }

    private static Event on(Cluster cluster, String type) {
        return Event.on(cluster, type, Event.KEYDESK, "It happened.", FILED_AT);
    }
}
