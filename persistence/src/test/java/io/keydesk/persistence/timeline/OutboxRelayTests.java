package io.keydesk.persistence.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.persistence.sql.Outage;
import io.keydesk.persistence.sql.Signal;
import io.keydesk.service.store.Store;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.EventListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnEveryServer
@Timeout(60)
class OutboxRelayTests {

    private final Signal filled = new Signal();
    private final List<Event> heard = new CopyOnWriteArrayList<>();
    private Store store;
    private Ticket ticket;

    @BeforeEach
    void open() {
        store = TestDatabase.emptyStore(filled);
        ticket = store.ordered("orders-cache");
    }

    @Test
    void tellsEveryListenerOfEveryEventInOrder() {
        var others = new ArrayList<Event>();
        store.timeline().add(event("one"), event("two"));

        relay(heard::add, others::add).relay();

        assertThat(heard).extracting(Event::type).containsExactly("one", "two");
        assertThat(heard).isEqualTo(store.timeline().ofTicket(ticket.id(), 0, 10));
        assertThat(others).isEqualTo(heard);
        assertThat(waiting()).isZero();
    }

    @Test
    void tellsAgainWhatAListenerFailedOn() {
        var failures = new AtomicInteger();
        var relay = relay(heard::add, event -> {
            if (event.type().equals("bad") && failures.incrementAndGet() == 1) {
                throw new IllegalStateException("the receiver is away");
            }
        });
        store.timeline().add(event("bad"), event("good"));

        relay.relay();
        assertThat(waiting()).isEqualTo(1);
        relay.relay();
        assertThat(heard).extracting(Event::type).containsExactly("bad", "good");

        TestDatabase.jdbc().sql("update outbox set next_at = now()").update();
        relay.relay();

        assertThat(heard).extracting(Event::type).containsExactly("bad", "good", "bad");
        assertThat(waiting()).isZero();
    }

    @Test
    void leavesWhatAnotherInstanceHasTaken() {
        store.timeline().add(event("one"));
        assertThat(new Outbox(TestDatabase.jdbc()).take(10)).hasSize(1);

        relay(heard::add).relay();

        assertThat(heard).isEmpty();
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void saysNothingOfWhatIsRolledBack() {
        assertThatIllegalStateException()
                .isThrownBy(() -> store.transactions().inTransaction(() -> {
                    store.timeline().add(event("one"));
                    throw new IllegalStateException("taken back");
                }));

        relay(heard::add).relay();

        assertThat(heard).isEmpty();
    }

    @Test
    void passesOnByItselfWhatIsCommitted() {
        var relay = relay(heard::add);
        relay.start();
        try {
            store.timeline().add(event("one"));
            await().untilAsserted(
                            () -> assertThat(heard).extracting(Event::type).containsExactly("one"));
            store.timeline().add(event("two"));
            await().untilAsserted(
                            () -> assertThat(heard).extracting(Event::type).containsExactly("one", "two"));
        } finally {
            relay.stop();
        }
    }

    private OutboxRelay relay(EventListener... listeners) {
        return new OutboxRelay(TestDatabase.jdbc(), () -> List.of(listeners), filled, new Outage());
    }

    private Event event(String type) {
        return Event.on(ticket, type, "dana", "It happened.", SampleTickets.FILED_AT);
    }

    private static long waiting() {
        return TestDatabase.jdbc()
                .sql("select count(*) from outbox")
                .query(Long.class)
                .single();
    }
}
