package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Three instances that work at once: with whatever else runs beside them, that is too much for two cores. */
@Isolated
@Timeout(180)
class ThreeInstancesTests extends Instances {

    @Test
    void shareTheWorkAndDoNoneOfItTwice() {
        var one = instance("one");
        var two = instance("two");
        var three = instance("three");
        var tickets = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            var filedAt = instances.get(i % 3);
            var ticket = order(filedAt, "cache-" + i);
            approve(instances.get((i + 1) % 3), ticket);
            tickets.add(ticket);
        }

        // Whatever instance did the work, each of them tells of all of it.
        try (var stream = EventReader.open(three, tickets.getFirst(), "")) {
            await().atMost(SOON).until(stream::hasEnded);
            assertThat(stream.types())
                    .contains("ticket-filed", "ticket-approved", "ticket-started", "ticket-fulfilled");
            assertThat(stream.ids()).isSorted().doesNotHaveDuplicates();
        }
        tickets.forEach(ticket -> awaitState(one, ticket, "fulfilled"));
        assertThat(steps.workedOnTwiceAtOnce()).isEmpty();
        assertThat(tickets).allSatisfy(ticket -> {
            assertThat(steps.done(cluster(two, ticket), 1)).isEqualTo(SharedRegion.STEPS);
            assertThat(told(two, ticket)).containsOnlyOnce("ticket-started", "ticket-fulfilled");
        });
    }
}
