package io.keydesk.provisioning.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Happening;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.work.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkTests {

    private static final Observation WELL = seen(Status.TRUE);
    private static final Observation ILL = seen(Status.FALSE);
    private static final Step.Result DONE = new Step.Done();
    private static final Step.Result WAITING = new Step.Waiting("Waiting for a link");

    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final TestSite site = new TestSite(clock);
    private final List<String> taken = new ArrayList<>();
    private Observation seen = WELL;

    private record Scripted(String phrase, Step.Result result, List<String> taken) implements Step<Site> {

        @Override
        public Result take(Site site) {
            taken.add(phrase);
            return result;
        }
    }

    /** One that only sites of a region can take. */
    private record OfRegion(Scripted scripted) implements Step<TestSite> {

        @Override
        public Result take(TestSite site) {
            return scripted.take(site);
        }

        @Override
        public String phrase() {
            return scripted.phrase();
        }
    }

    @Test
    void goesOnUntilSomethingIsToBeWaitedFor() {
        assertThat(take(DONE, WAITING, DONE))
                .isEqualTo(new Outcome.InProgress(
                        new Progress(2, 3, "Waiting for a link"), WELL, List.of(), Duration.ofMillis(50)));
        assertThat(taken).containsExactly("step 1", "step 2");
    }

    @Test
    void asksMoreAndMoreSeldomWhileItWaitsForTheSame() {
        take(WAITING);
        clock.advance(Duration.ofSeconds(4));
        assertThat(retryAfter(take(WAITING))).isEqualTo(Duration.ofMillis(200));
        clock.advance(Duration.ofSeconds(30));
        assertThat(retryAfter(take(WAITING))).isEqualTo(Duration.ofSeconds(2));

        assertThat(retryAfter(take(new Step.Waiting("Waiting for another")))).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void tellsWhatComesAfterWhatWasDone() {
        assertThat(take(new Step.Acted(), DONE))
                .isEqualTo(new Outcome.InProgress(new Progress(2, 2, "step 2"), WELL, List.of(), Duration.ZERO));
        assertThat(taken).containsExactly("step 1");
    }

    @Test
    void failsWithWhatThereIsToTell() {
        site.notebook().tell("node-died", "Node 0 died");

        assertThat(take(DONE, new Step.Failed("PortInUse", "Another program listens", true)))
                .isEqualTo(new Outcome.Failed(
                        "PortInUse",
                        "Another program listens",
                        true,
                        List.of(new Happening("node-died", "Node 0 died"))));
    }

    @Test
    void isReadyWhenNothingIsLeftToDo() {
        site.unapplied();
        seen = ILL;

        assertThat(take(DONE, DONE)).isEqualTo(new Outcome.Ready(ILL, List.of()));
    }

    @Test
    void tellsOnceWhatAClusterSuffersFromBeforeItRepairs() {
        assertThat(take(DONE)).isInstanceOf(Outcome.Ready.class);
        taken.clear();
        seen = ILL;

        assertThat(take(DONE, DONE))
                .isEqualTo(new Outcome.InProgress(new Progress(2, 2, "Repairing"), ILL, List.of(), Duration.ZERO));
        assertThat(taken).isEmpty();
        assertThat(take(DONE, DONE)).isInstanceOf(Outcome.Ready.class);
        assertThat(taken).hasSize(2);
    }

    @Test
    void takesStepsOfAnyRegionAndOfThisOne() {
        var work = new Work<TestSite>(
                List.of(new OfRegion(new Scripted("mine", DONE, taken)), new Scripted("anyone's", DONE, taken)),
                _ -> seen);

        assertThat(work.on(site)).isInstanceOf(Outcome.Ready.class);
        assertThat(taken).containsExactly("mine", "anyone's");
    }

    private Outcome take(Step.Result... results) {
        var steps = new ArrayList<Step<? super TestSite>>();
        for (var result : results) {
            steps.add(new Scripted("step " + (steps.size() + 1), result, taken));
        }
        return new Work<TestSite>(steps, _ -> seen).on(site);
    }

    private static Duration retryAfter(Outcome outcome) {
        return assertThat(outcome)
                .asInstanceOf(type(Outcome.InProgress.class))
                .actual()
                .retryAfter();
    }

    private static Observation seen(Status status) {
        var condition = new Condition(Type.PROVISIONED, status, "AllRunning", "Three nodes run.", Instant.EPOCH);
        return new Observation(1, List.of(condition), List.of(), null);
    }
}
