package io.keydesk.persistence.timeline;

import static io.keydesk.persistence.Waiting.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.Waiting;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketId;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.Mark;
import io.keydesk.service.timeline.TimelineContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@OnEveryServer
class JdbcTimelineTests extends TimelineContract {

    private Store store;

    @Override
    protected Store emptyStore() {
        return TestDatabase.emptyStore();
    }

    @BeforeEach
    void openForSeveral() {
        store = emptyStore();
    }

    @Test
    void tellsOfAnEarlierEventThatIsCommittedLater() {
        var one = store.ordered("one");
        var two = store.ordered("two");
        var start = store.timeline().mark();

        var between = store.transactions().inTransaction(() -> {
            store.timeline().add(event(one, "written-first"));
            elsewhere(() -> write(two, "written-second")).join();
            return elsewhere(() -> store.timeline().since(start, 10)).join();
        });
        var after = store.timeline().since(between.until(), 10);

        assertThat(between.events()).extracting(Event::type).containsExactly("written-second");
        assertThat(after.events()).extracting(Event::type).containsExactly("written-first");
        assertThat(after.events().getFirst().id())
                .isLessThan(between.events().getFirst().id());
    }

    @Test
    void tellsOfWhatIsWrittenByATransactionThatBeganBeforeTheMark() {
        var one = store.ordered("one");

        var mark = store.transactions().inTransaction(() -> {
            store.tickets().lock(one.id());
            var taken = elsewhere(() -> store.timeline().mark()).join();
            store.timeline().add(event(one, "late"));
            return taken;
        });

        assertThat(store.timeline().since(mark, 10).events())
                .extracting(Event::type)
                .containsExactly("late");
    }

    @Test
    void saysNothingOfWhatIsRolledBack() {
        var one = store.ordered("one");
        var mark = store.timeline().mark();

        elsewhere(() -> store.transactions().inTransaction(() -> {
                    write(one, "taken-back");
                    throw new IllegalStateException("taken back");
                }))
                .exceptionally(_ -> one)
                .join();

        assertThat(store.timeline().since(mark, 10).events()).isEmpty();
    }

    /** As in a database that was filled from a dump of another. */
    @Test
    void isNotLedAstrayByTransactionsOfAnotherDatabase() {
        var one = store.ordered("one");
        var mark = store.timeline().mark();
        TestDatabase.jdbc().sql("""
                        insert into events (tenant, ticket, type, at, actor, message, written_by)
                        values ('demo', :ticket, 'restored', now(), 'dana', 'It was.', '1000000000000')
                        """).param("ticket", one.id().value()).update();

        assertThat(store.timeline().since(mark, 10).events()).isEmpty();
    }

    @Test
    void tellsEveryEventOnceAndInOrderWhileManyWrite() {
        var tickets =
                IntStream.range(0, 6).mapToObj(n -> store.ordered("cache-" + n)).toList();
        var told = new ArrayList<Event>();
        var mark = store.timeline().mark();

        var writers = IntStream.range(0, 12)
                .mapToObj(n -> elsewhere(() -> writeMany(tickets)))
                .toList();
        var all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        while (!all.isDone()) {
            mark = follow(mark, told);
        }
        all.join();
        follow(mark, told);

        assertThat(told).doesNotHaveDuplicates().hasSize(12 * 40);
        for (var ticket : tickets) {
            assertThat(told.stream().filter(event -> ticket.id().equals(event.ticket())))
                    .isEqualTo(store.timeline().ofTicket(ticket.id(), 0, 1000));
        }
    }

    @Test
    void letsOneAtATimeTellOfACluster() {
        var cluster = store.made("orders-cache");
        var ticket = store.tickets().list(SampleTickets.newest(1)).getFirst();

        var second = store.transactions().inTransaction(() -> {
            store.timeline().add(event(ticket, "first"));
            var waiting = Waiting.begin(store.transactions(), () -> write(ticket, "second"));
            assertThat(store.timeline().ofCluster(cluster.id(), 0, 10)).hasSize(1);
            assertThat(waiting).isNotDone();
            return waiting;
        });
        second.join();

        assertThat(store.timeline().ofCluster(cluster.id(), 0, 10))
                .extracting(Event::type)
                .containsExactly("first", "second");
    }

    private Mark follow(Mark mark, List<Event> told) {
        var news = store.timeline().since(mark, 10_000);
        told.addAll(news.events());
        return news.until();
    }

    /** Each in a transaction that holds its ticket, as the desk does, and that had begun to write before. */
    private int writeMany(List<Ticket> tickets) {
        for (int n = 0; n < 40; n++) {
            var ticket = tickets.get(ThreadLocalRandom.current().nextInt(tickets.size()));
            store.transactions().inTransaction(() -> {
                TestDatabase.jdbc().sql("select pg_current_xact_id()").query().singleRow();
                hold(ticket.id());
                return write(ticket, "written");
            });
        }
        return tickets.size();
    }

    private void hold(TicketId ticket) {
        assertThat(store.tickets().lock(ticket)).isPresent();
    }

    private Ticket write(Ticket ticket, String type) {
        store.timeline().add(event(ticket, type));
        return ticket;
    }

    private static Event event(Ticket ticket, String type) {
        return Event.on(ticket, type, "dana", "It happened.", SampleTickets.FILED_AT);
    }
}
