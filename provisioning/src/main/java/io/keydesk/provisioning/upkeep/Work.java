package io.keydesk.provisioning.upkeep;

import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a region does for a cluster, step by step; a call goes through them until one of them has acted, waits or failed.
 *
 * @param look what there is to see of a cluster; {@link Observation#NOTHING} while nothing is
 * @param well whether that is what is wanted
 */
public record Work<S extends Site>(
        List<Step<? super S>> steps, Function<? super S, Observation> look, Predicate<Observation> well) {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration SOMETIMES = Duration.ofMillis(200);
    private static final Duration SELDOM = Duration.ofSeconds(2);

    /** Of a cluster that is to run. */
    public Work(List<Step<? super S>> steps, Function<? super S, Observation> look) {
        this(steps, look, Observation::isHealthy);
    }

    public Work {
        steps = List.copyOf(steps);
    }

    /** One call for one cluster. */
    public Outcome on(S site) {
        var notebook = site.notebook();
        var ill = newlyIll(site);
        if (ill.isPresent()) {
            return inProgress(site, 1, "Repairing", ill.get(), AT_ONCE);
        }
        for (int i = 0; i < steps.size(); i++) {
            switch (steps.get(i).take(site)) {
                case Step.Done _ -> {}
                case Step.Acted _ -> {
                    int next = Math.min(i + 1, steps.size() - 1);
                    return inProgress(site, next, steps.get(next).phrase(), look.apply(site), AT_ONCE);
                }
                case Step.Waiting(var message) -> {
                    return inProgress(site, i, message, look.apply(site), pace(notebook.waitedFor(message)));
                }
                case Step.Failed failed -> {
                    return failed.outcome(notebook);
                }
            }
        }
        notebook.waitedFor("");
        var seen = look.apply(site);
        notebook.well(well.test(seen));
        return new Outcome.Ready(seen, notebook.news());
    }

    /** What a cluster that was well suffers from now: told first, and then repaired, or nobody would know what was wrong. */
    private Optional<Observation> newlyIll(S site) {
        if (!site.notebook().isWell() || !site.isApplied()) {
            return Optional.empty();
        }
        var seen = look.apply(site);
        site.notebook().well(well.test(seen));
        return Optional.of(seen).filter(well.negate());
    }

    private Outcome inProgress(S site, int step, String message, Observation seen, Duration retryAfter) {
        var progress = new Progress(step + 1, steps.size(), message);
        return new Outcome.InProgress(progress, seen, site.notebook().news(), retryAfter);
    }

    /** Soon at first, then more and more seldom while the same is waited for. */
    private static Duration pace(Duration waited) {
        if (waited.compareTo(Duration.ofSeconds(3)) < 0) {
            return SOON;
        }
        return waited.compareTo(Duration.ofSeconds(30)) < 0 ? SOMETIMES : SELDOM;
    }
}
