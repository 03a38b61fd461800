package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the work when one of several instances dies, freezes, or has the wrong time. */
@Timeout(180)
class InstancesTests extends Instances {

    @Test
    void takeOverTheWorkOfOneThatIsKilled() {
        instance("one");
        instance("two");
        var ticket = order(instances.getFirst(), "cache");
        approve(instances.getLast(), ticket);
        var killed = worker(ticket);
        var other = other(killed);
        var id = cluster(other, ticket);

        killed.kill();
        long since = System.nanoTime();
        awaitState(other, ticket, "fulfilled");

        var took = Duration.ofNanos(steps.lines(id).stream()
                        .filter(line -> line.pid() == other.pid())
                        .findFirst()
                        .orElseThrow()
                        .nanos()
                - since);
        System.out.printf("taken over %.1f s after kill -9%n", took.toMillis() / 1000.0);
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        assertThat(told(other, ticket)).containsOnlyOnce("ticket-started", "ticket-fulfilled");
    }

    /** What it saw before it froze is old when it wakes up. */
    @Test
    void storeNothingThatOneSawWhoWasFrozenMeanwhile() {
        instance("one");
        instance("two");
        var ticket = order(instances.getFirst(), "cache");
        approve(instances.getFirst(), ticket);
        var frozen = worker(ticket);
        var other = other(frozen);
        var cluster = cluster(other, ticket);

        Signals.send("STOP", frozen.pid());
        awaitState(other, ticket, "fulfilled");
        var settled = other.desk("dev-admin").get("/v1/clusters/" + cluster).expect(200);
        long begun = steps.lines(cluster).stream()
                .filter(line -> line.pid() == frozen.pid() && line.what().equals("begin"))
                .count();
        Signals.send("CONT", frozen.pid());

        await().atMost(SOON)
                .until(() -> steps.lines(cluster).stream()
                                .filter(line -> line.pid() == frozen.pid()
                                        && line.what().equals("end"))
                                .count()
                        == begun);
        await().during(Duration.ofSeconds(2)).atMost(SOON).untilAsserted(() -> {
            var now = other.desk("dev-admin").get("/v1/clusters/" + cluster).expect(200);
            assertThat(now.at("phase")).isEqualTo("ready");
            assertThat(now.json().at("/conditions")).isEqualTo(settled.json().at("/conditions"));
        });
        assertThat(told(other, ticket)).containsOnlyOnce("ticket-fulfilled");
    }

    @Test
    void comeToNoHarmByClocksThatDifferByTwoMinutes() {
        var early = wrong("early", "-1m");
        var late = wrong("late", "1m");
        var tickets = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            var ticket = order(i % 2 == 0 ? early : late, "cache-" + i);
            approve(i % 2 == 0 ? late : early, ticket);
            tickets.add(ticket);
        }

        tickets.forEach(ticket -> awaitState(early, ticket, "fulfilled"));

        assertThat(tickets).allSatisfy(ticket -> {
            var types = told(late, ticket);
            assertThat(types)
                    .containsSubsequence("ticket-filed", "ticket-approved", "ticket-started", "ticket-fulfilled");
            assertThat(types).doesNotContain("ticket-failed");
        });
        assertThat(steps.workedOnTwiceAtOnce()).isEmpty();
        var listed = new ArrayList<String>();
        for (var page = early.desk("dev-tenant").get("/v1/tickets?limit=4").expect(200); ; ) {
            page.json().at("/items").forEach(item -> listed.add(item.at("/id").asString()));
            if (page.at("next").isEmpty()) {
                break;
            }
            page = late.desk("dev-tenant")
                    .get("/v1/tickets?limit=4&after=" + page.at("next"))
                    .expect(200);
        }
        assertThat(listed).containsExactlyElementsOf(tickets.reversed());
    }
}
