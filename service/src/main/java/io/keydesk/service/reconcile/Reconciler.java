package io.keydesk.service.reconcile;

import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.crash.CrashPoint;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Regions;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.Tickets;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.Timeline;
import io.keydesk.service.work.Times;
import io.keydesk.service.work.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings clusters to their newest revision and keeps them there: reads what is desired, lets the region do one step outside
 * any transaction, and stores what came of it. A crash in between is harmless, for the step is repeatable.
 */
public final class Reconciler implements ClusterWork {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    /** Whose region went to another instance looks again by then; before that, his workers do not get the job at all. */
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final Transactions transactions;
    private final Tickets tickets;
    private final Clusters clusters;
    private final Timeline timeline;
    private final Regions regions;
    private final ReconcileMetrics metrics;
    private final Clock clock;
    private final Recording recording;

    public Reconciler(ReconcilePorts ports, ReconcileSettings settings) {
        this.transactions = ports.transactions();
        this.tickets = ports.tickets();
        this.clusters = ports.clusters();
        this.timeline = ports.timeline();
        this.regions = ports.regions();
        this.metrics = ports.metrics();
        this.clock = ports.clock();
        this.recording = new Recording(ports, settings);
    }

    @Override
    public Look look(ClusterId id, Turn turn) {
        var found = clusters.find(id);
        if (found.isEmpty() || found.get().isGone()) {
            return new Look.Never();
        }
        CrashPoint.CLUSTER_PICKED.reached();
        var cluster = found.get();
        if (regions.servedElsewhere(cluster.region()).isPresent()) {
            return new Look.Again(ELSEWHERE);
        }
        var ticket = tickets.working(id);
        if (ticket.isEmpty()
                && cluster.abandoned()
                && !cluster.desired().state().deleted()) {
            return new Look.Never();
        }
        ticket.ifPresent(this::start);
        CrashPoint.TICKET_STARTED.reached();
        var outcome = step(cluster);
        CrashPoint.STEP_TAKEN.reached();
        var look = recording.record(cluster, ticket.isPresent(), outcome, left(cluster, outcome), turn);
        (look instanceof Look.Never ? CrashPoint.CLUSTER_GONE : CrashPoint.OUTCOME_STORED).reached();
        return look;
    }

    /** What is there after a step that failed, so that no condition goes on saying what is no longer true. */
    private Observation left(Cluster cluster, Outcome outcome) {
        if (!(outcome instanceof Outcome.Failed) || cluster.desired().state().deleted()) {
            return Observation.NOTHING;
        }
        try {
            return regions.find(cluster.region())
                    .map(region -> region.observe(DesiredCluster.of(cluster)))
                    .orElse(Observation.NOTHING);
        } catch (RuntimeException e) {
            log.atWarn()
                    .setMessage("A cluster cannot be looked at")
                    .addKeyValue("cluster", cluster.id())
                    .setCause(e)
                    .log();
            return Observation.NOTHING;
        }
    }

    /** Says that work has begun, once. */
    private void start(Ticket approved) {
        if (!(approved.state() instanceof Approved)) {
            return;
        }
        transactions.inTransaction(() -> tickets.lock(approved.id()).map(ticket -> {
            if (ticket.state() instanceof Approved state) {
                var at = Times.now(clock);
                var next = ticket.in(state.start(new Progress(0, 1, "Starting"), at), at);
                tickets.update(next);
                timeline.add(Event.on(next, "ticket-started", Event.KEYDESK, "Work has begun.", at)
                        .changing(state.label(), next.state().label()));
            }
            return ticket;
        }));
    }

    private Outcome step(Cluster cluster) {
        long began = System.nanoTime();
        var outcome = regions.find(cluster.region())
                .map(region -> step(region, cluster))
                .orElseGet(() -> new Outcome.Failed(
                        "RegionUnknown",
                        "Region %s is not configured here: configure it again, or start an instance that has it."
                                .formatted(cluster.region()),
                        true,
                        List.of()));
        metrics.looked(cluster.region(), label(outcome), Duration.ofNanos(System.nanoTime() - began));
        return outcome;
    }

    private static Outcome step(Provisioner region, Cluster cluster) {
        try {
            return cluster.desired().state().deleted()
                    ? region.delete(cluster.id())
                    : region.apply(DesiredCluster.of(cluster));
        } catch (RuntimeException e) {
            log.atError()
                    .setMessage("Step of a cluster failed unexpectedly")
                    .addKeyValue("cluster", cluster.id())
                    .setCause(e)
                    .log();
            return new Outcome.Failed(
                    "Unexpected",
                    "The region failed unexpectedly (%s); the log of keydesk says more."
                            .formatted(e.getClass().getSimpleName()),
                    true,
                    List.of());
        }
    }

    private static String label(Outcome outcome) {
        return switch (outcome) {
            case Outcome.InProgress _ -> "in-progress";
            case Outcome.Ready _ -> "ready";
            case Outcome.Failed _ -> "failed";
            case Outcome.Away _ -> "away";
            case Outcome.Gone _ -> "gone";
        };
    }
}
