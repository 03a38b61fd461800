package io.keydesk.service.reconcile;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.Trouble;
import io.keydesk.service.provisioning.Happening;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.Tickets;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.PhaseChange;
import io.keydesk.service.timeline.Timeline;
import io.keydesk.service.work.Times;
import io.keydesk.service.work.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Stores what came of a step, moves the ticket on, and says when to look again. */
final class Recording {

    private static final Duration AT_ONCE = Duration.ZERO;

    private final Transactions transactions;
    private final Tickets tickets;
    private final Clusters clusters;
    private final Timeline timeline;
    private final Pace pace;
    private final TakingBack takingBack;
    private final ReconcileSettings settings;
    private final Clock clock;

    Recording(ReconcilePorts ports, ReconcileSettings settings) {
        this.transactions = ports.transactions();
        this.tickets = ports.tickets();
        this.clusters = ports.clusters();
        this.timeline = ports.timeline();
        this.pace = new Pace(ports.regions(), settings);
        this.takingBack = new TakingBack(ports.clusters());
        this.settings = settings;
        this.clock = ports.clock();
    }

    /**
     * @param worked the cluster as it was read before the step
     * @param ticketed whether a ticket was being worked on then; if not, and nothing is new, nothing is written
     * @param left what a failed step has left behind; {@link Observation#NOTHING} if that is not known
     * @param turn in which the step was taken; nothing is written if another worker has the cluster by now
     */
    Look record(Cluster worked, boolean ticketed, Outcome outcome, Observation left, Turn turn) {
        var quiet = ticketed ? Optional.<Duration>empty() : quiet(worked, outcome);
        if (quiet.isPresent()) {
            return new Look.Again(quiet.get());
        }
        return transactions.inTransaction(() -> {
            var ticket = tickets.working(worked.id()).flatMap(found -> tickets.lock(found.id()));
            var cluster = clusters.lock(worked.id()).orElseThrow();
            if (!turn.lasts()) {
                return new Look.Again(AT_ONCE);
            }
            var step = new Step(cluster, ticket, Times.now(clock));
            return cluster.desired().number() == worked.desired().number()
                    ? step.take(outcome, left)
                    : step.outdated(outcome);
        });
    }

    /** When to look again after a look that has shown nothing to store or to tell. */
    private Optional<Duration> quiet(Cluster worked, Outcome outcome) {
        var at = Times.now(clock);
        return switch (outcome) {
            case Outcome.Ready(var seen, var happenings)
            when happenings.isEmpty() && isAsWellAs(worked, worked.observed(seen, null, at)) ->
                Optional.of(pace.interval(worked, at));
            case Outcome.Away away
            when away.happenings().isEmpty() && isSame(worked, unreachable(worked, away, at)) ->
                Optional.of(away.retryAfter());
            case Outcome.Ready _, Outcome.Away _, Outcome.InProgress _, Outcome.Failed _, Outcome.Gone _ ->
                Optional.empty();
        };
    }

    private static boolean isAsWellAs(Cluster before, Cluster now) {
        return now.isWell() && isSame(before, now);
    }

    private static Cluster unreachable(Cluster cluster, Outcome.Away away, Instant at) {
        return away.seen().conditions().isEmpty() ? cluster.unreachable(at) : cluster.observed(away.seen(), null, at);
    }

    /** One outcome for one cluster, with the ticket that is worked on, both held. */
    private final class Step {

        private final Cluster cluster;
        private final Instant at;
        private final List<Event> events = new ArrayList<>();
        private Optional<Ticket> ticket;

        Step(Cluster cluster, Optional<Ticket> ticket, Instant at) {
            this.cluster = cluster;
            this.ticket = ticket;
            this.at = at;
        }

        /** A newer revision was written meanwhile: what was seen concerns a state that nobody wants any more. */
        Look outdated(Outcome outcome) {
            tell(outcome.happenings());
            timeline.add(events);
            return new Look.Again(AT_ONCE);
        }

        Look take(Outcome outcome, Observation left) {
            tell(outcome.happenings());
            if (!(outcome instanceof Outcome.Away)) {
                goOn();
            }
            var look = switch (outcome) {
                case Outcome.InProgress working -> {
                    store(cluster.observed(working.seen(), null, at));
                    yield progressed(working.progress(), working.retryAfter());
                }
                case Outcome.Ready done -> ready(store(cluster.observed(done.seen(), null, at)));
                case Outcome.Failed failed -> failed(failed, left);
                case Outcome.Away away -> away(away);
                case Outcome.Gone _ -> gone();
            };
            timeline.add(events);
            return look;
        }

        private Look progressed(Progress progress, Duration retryAfter) {
            if (ticket.isPresent() && ticket.get().state() instanceof InProgress state) {
                if (isOverdue(ticket.get(), state)) {
                    return giveUp(
                            ticket.get(),
                            state,
                            "It took longer than %s, last: %s.".formatted(settings.budget(), progress.message()));
                }
                var shown = progress.notBefore(state.progress());
                if (!state.progress().equals(shown)) {
                    tickets.update(ticket.get().in(state.at(shown), at));
                    tell(Event.on(
                            cluster,
                            "progress",
                            Event.KEYDESK,
                            "%d/%d %s".formatted(shown.step(), shown.of(), shown.message()),
                            at));
                }
            }
            return new Look.Again(retryAfter);
        }

        /** Told once: what else keeps the region away meanwhile, the ticket alone shows. */
        private Look away(Outcome.Away away) {
            store(unreachable(cluster, away, at));
            if (ticket.isPresent() && ticket.get().state() instanceof InProgress state) {
                var waiting = state.waiting("Region %s is away: %s".formatted(cluster.region(), away.message()));
                if (!state.equals(waiting)) {
                    tickets.update(ticket.get().in(waiting, at));
                }
                if (!state.away()) {
                    tell(Event.on(
                            cluster,
                            "progress",
                            Event.KEYDESK,
                            waiting.progress().message(),
                            at));
                }
            }
            return new Look.Again(away.retryAfter());
        }

        /** A ticket fails for what goes wrong with its cluster, not for its region: after that it has all of its time again. */
        private void goOn() {
            if (ticket.isPresent() && ticket.get().state() instanceof InProgress state && state.away()) {
                var next = ticket.get().in(state.back(at), at);
                tickets.update(next);
                ticket = Optional.of(next);
            }
        }

        private Look ready(Cluster now) {
            if (ticket.isPresent() && ticket.get().state() instanceof InProgress state) {
                if (now.isSettled()) {
                    fulfil(ticket.get(), state, now.observed());
                } else if (isOverdue(ticket.get(), state)) {
                    return giveUp(
                            ticket.get(),
                            state,
                            "It took longer than %s: %s".formatted(settings.budget(), unmet(now.observed())));
                } else {
                    return new Look.Again(Pace.FIRST_BACKOFF);
                }
            }
            return new Look.Again(now.isWell() ? pace.interval(now, at) : Pace.FIRST_BACKOFF.multipliedBy(4));
        }

        private Look failed(Outcome.Failed failed, Observation left) {
            var trouble =
                    cluster.trouble() != null && cluster.trouble().reason().equals(failed.reason())
                            ? new Trouble(
                                    cluster.trouble().since(),
                                    cluster.trouble().attempts() + 1,
                                    failed.reason(),
                                    failed.message())
                            : new Trouble(at, 1, failed.reason(), failed.message());
            var condition = new Condition(
                    Condition.Type.PROVISIONED, Condition.Status.FALSE, failed.reason(), failed.message(), at);
            var seen = left.conditions().isEmpty() ? cluster.observed().unseen(at) : left;
            var now = store(cluster.observed(seen.with(condition), trouble, at));
            if (ticket.isPresent() && ticket.get().state() instanceof InProgress state) {
                if (!failed.retryable() || isOverdue(ticket.get(), state)) {
                    return giveUp(ticket.get(), state, failed.message());
                }
                progressed(
                        new Progress(state.progress().step(), state.progress().of(), failed.message()), AT_ONCE);
            }
            return new Look.Again(pace.backoff(now.trouble()));
        }

        private Look gone() {
            store(cluster.gone(at));
            if (ticket.isPresent() && ticket.get().state() instanceof InProgress state) {
                fulfil(ticket.get(), state, Observation.NOTHING);
            }
            return new Look.Never();
        }

        /**
         * A failed order waits for a retry; a failed change is taken back; a deletion goes on, whatever its ticket says, and so
         * does the way back of a cluster that nobody wants to be off.
         */
        private Look giveUp(Ticket working, InProgress state, String why) {
            var current = clusters.lock(cluster.id()).orElseThrow();
            boolean forward =
                    working.request() instanceof UpgradeVersion upgrade && TakingBack.isTooLate(upgrade, current);
            var next = switch (working.request()) {
                case OrderCluster _ -> "An admin can retry the ticket; deleting the cluster removes what was made.";
                case ChangeSettings _, ChangePlan _, ChangeAccess _, RollBack _, PowerOff _ ->
                    "The cluster goes back to what it was before; an admin can retry the ticket.";
                case UpgradeVersion upgrade ->
                    forward
                            ? "A node has run version %s already, and there is no way back from that: keydesk goes on trying; an admin can retry the ticket."
                                    .formatted(upgrade.version())
                            : "The cluster goes back to what it was before; an admin can retry the ticket.";
                case FailOver _ -> "The cluster goes on as it is; file another drill once it is ready.";
                case RotateCredentials _ ->
                    "What worked before goes on working, and keydesk goes on trying; an admin can retry the ticket.";
                case PowerOn _, DeleteCluster _ -> "keydesk goes on trying; an admin can retry the ticket.";
            };
            var reason = why + (why.endsWith(".") ? " " : ". ") + next;
            var failed = working.in(state.fail(reason, at), at);
            tickets.update(failed);
            tell(Event.on(failed, "ticket-failed", Event.KEYDESK, reason, at)
                    .changing(state.label(), failed.state().label())
                    .since(due(working, state)));
            return switch (working.request()) {
                case OrderCluster _ -> {
                    change(current, current.abandoned(at));
                    yield new Look.Never();
                }
                case UpgradeVersion _ when forward -> new Look.Again(settings.longestBackoff());
                case ChangeSettings _,
                        ChangePlan _,
                        ChangeAccess _,
                        UpgradeVersion _,
                        RollBack _,
                        PowerOff _,
                        FailOver _ -> {
                    change(current, takingBack.takeBack(working, current, Event.KEYDESK, at));
                    yield new Look.Again(AT_ONCE);
                }
                case PowerOn _, RotateCredentials _, DeleteCluster _ -> new Look.Again(settings.longestBackoff());
            };
        }

        /** Since when the ticket could be worked on: what was put off is not slow. */
        private static Instant due(Ticket working, InProgress state) {
            return working.when() instanceof When.Now ? state.approvedAt() : state.startedAt();
        }

        private void change(Cluster before, Cluster next) {
            clusters.update(next);
            PhaseChange.between(before, next, Event.KEYDESK, at).ifPresent(this::tell);
        }

        private void fulfil(Ticket working, InProgress state, Observation seen) {
            var drill = working.request() instanceof FailOver ? seen.lastDrill() : null;
            var done = working.in(state.fulfil(at).with(drill), at);
            tickets.update(done);
            tell(Event.on(done, "ticket-fulfilled", Event.KEYDESK, "Done.", at)
                    .changing(state.label(), done.state().label())
                    .since(due(working, state)));
        }

        /** Stores the cluster if anything about it is new, and tells what. */
        private Cluster store(Cluster now) {
            if (isSame(cluster, now)) {
                return cluster;
            }
            clusters.update(now);
            events.addAll(
                    Changes.between(cluster, now, at).stream().map(this::linked).toList());
            return now;
        }

        private void tell(List<Happening> happenings) {
            happenings.forEach(
                    happening -> tell(Event.on(cluster, happening.type(), Event.KEYDESK, happening.message(), at)));
        }

        private void tell(Event event) {
            events.add(linked(event));
        }

        private Event linked(Event event) {
            return ticket.map(event::during).orElse(event);
        }

        /** A deletion never is: it goes on until it succeeds, so nobody is told meanwhile that it has failed. */
        private boolean isOverdue(Ticket working, InProgress state) {
            return !(working.request() instanceof DeleteCluster)
                    && state.startedAt().plus(settings.budget()).isBefore(at);
        }
    }

    private static boolean isSame(Cluster before, Cluster now) {
        return now.observed().equals(before.observed())
                && Objects.equals(now.trouble(), before.trouble())
                && now.isGone() == before.isGone();
    }

    private static String unmet(Observation observation) {
        return observation.conditions().stream()
                .filter(condition -> !condition.holds())
                .map(Condition::message)
                .reduce((one, other) -> one + " " + other)
                .orElse("not all conditions are known.");
    }
}
