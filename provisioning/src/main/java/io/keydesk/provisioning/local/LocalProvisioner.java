package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Step.Failed;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.crash.CrashPoint;
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.RegionClaims;
import io.keydesk.service.work.ReconcileQueue;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs clusters as processes of this machine. */
final class LocalProvisioner implements Provisioner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalProvisioner.class);

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration SOMETIMES = Duration.ofMillis(200);
    private static final Duration SELDOM = Duration.ofSeconds(2);

    /** Two may fail before others take this keydesk for dead. */
    private static final Duration RENEWAL = RegionClaims.LASTS.dividedBy(4);

    private final LocalRegion region;
    private final LocalClusters clusters;
    private final Catalogue catalogue;
    private final Clock clock;
    private final boolean keepRunning;
    private final List<Step> steps;

    /** Calls for clusters share it; closing waits for them and lets none in afterwards. */
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("local-region").daemon().factory());

    private boolean found;
    private boolean closed;

    LocalProvisioner(
            LocalRegion region,
            PortRange range,
            boolean keepRunning,
            ReconcileQueue queue,
            Clock clock,
            Catalogue catalogue) {
        var ports = new Ports(range);
        this.region = region;
        this.clusters = new LocalClusters(region.clusters(), ports, clock, queue);
        this.catalogue = catalogue;
        this.clock = clock;
        this.keepRunning = keepRunning;
        this.steps = List.of(
                new FilesStep(ports),
                new NodesStep(),
                new SentinelsStep(),
                new DriftStep(),
                new SettleStep(),
                new SettingsStep(),
                new PublishStep());
        takeRegion();
        renewing.scheduleWithFixedDelay(this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void renew() {
        try {
            region.renew();
            takeRegion();
        } catch (RuntimeException e) {
            // The database is away. What this keydesk knows of the region holds until it hears otherwise.
            LOG.atDebug().setMessage("Claim not renewed").setCause(e).log();
        }
    }

    @Override
    public Region region() {
        return region.describe();
    }

    @Override
    public PlannedWork preview(DesiredCluster desired) {
        try {
            return switch (region.engine()) {
                case EngineSearch.Unusable _ -> PlannedWork.NONE;
                case EngineSearch.Usable(var binary) ->
                    new PlannedWork(
                            new PlannedChanges(run(desired, clusters.peek(desired.id()), binary), !region.isElsewhere())
                                    .objects());
            };
        } catch (DamagedFile | UncheckedIOException e) {
            // Whoever carries it out says so; a cluster that is damaged can still be given back.
            return PlannedWork.NONE;
        }
    }

    @Override
    public Outcome apply(DesiredCluster desired) {
        return guarded(desired.id(), cluster -> switch (region.engine()) {
            case EngineSearch.Unusable(var message) -> outcome(new Failed("BinaryMissing", message, true), cluster);
            case EngineSearch.Usable(var binary) -> steps(run(desired, cluster, binary));
        });
    }

    private Outcome steps(Run run) {
        var cluster = run.cluster();
        var ill = newlyIll(run);
        if (ill.isPresent()) {
            return inProgress(1, "Repairing", ill.get(), cluster, AT_ONCE);
        }
        for (int i = 0; i < steps.size(); i++) {
            switch (steps.get(i).take(run)) {
                case Step.Done _ -> {}
                case Step.Acted _ -> {
                    int next = Math.min(i + 1, steps.size() - 1);
                    return inProgress(run, next, steps.get(next).phrase(), AT_ONCE);
                }
                case Step.Waiting(var message) -> {
                    return inProgress(run, i, message, pace(cluster.waitedFor(message)));
                }
                case Step.Failed failed -> {
                    return outcome(failed, cluster);
                }
            }
        }
        cluster.waitedFor("");
        var seen = look(run);
        cluster.well(seen.isHealthy());
        return new Outcome.Ready(seen, cluster.news());
    }

    /** What a cluster that was well suffers from now: told first, and then repaired, or nobody would know what was wrong. */
    private Optional<Observation> newlyIll(Run run) {
        var cluster = run.cluster();
        if (!cluster.isWell() || !run.isApplied()) {
            return Optional.empty();
        }
        var seen = look(run);
        cluster.well(seen.isHealthy());
        return Optional.of(seen).filter(observation -> !observation.isHealthy());
    }

    private Outcome inProgress(Run run, int step, String message, Duration retryAfter) {
        return inProgress(step, message, look(run), run.cluster(), retryAfter);
    }

    private Outcome inProgress(int step, String message, Observation seen, LocalCluster cluster, Duration retryAfter) {
        var progress = new Progress(step + 1, steps.size(), message);
        return new Outcome.InProgress(progress, seen, cluster.news(), retryAfter);
    }

    /** Soon at first, then more and more seldom while the same is waited for. */
    private static Duration pace(Duration waited) {
        if (waited.compareTo(Duration.ofSeconds(3)) < 0) {
            return SOON;
        }
        return waited.compareTo(Duration.ofSeconds(30)) < 0 ? SOMETIMES : SELDOM;
    }

    @Override
    public Observation observe(DesiredCluster desired) {
        if (region.engine() instanceof EngineSearch.Usable(var binary)
                && takeRegion().isEmpty()) {
            try {
                return look(run(desired, clusters.peek(desired.id()), binary));
            } catch (DamagedFile e) {
                return Observation.NOTHING;
            }
        }
        return Observation.NOTHING;
    }

    @Override
    public Outcome delete(ClusterId id) {
        return guarded(id, cluster -> {
            if (!new Shutdown(cluster).all(Shutdown.QUICK)) {
                var progress = new Progress(1, 1, "Stopping nodes and Sentinels");
                return new Outcome.InProgress(progress, Observation.NOTHING, cluster.news(), SOON);
            }
            CrashPoint.PROCESSES_ENDED.reached();
            PrivateFiles.remove(cluster.folder().root());
            CrashPoint.FOLDER_REMOVED.reached();
            clusters.forget(id);
            return new Outcome.Gone(cluster.news());
        });
    }

    @Override
    public Optional<Credentials> credentials(ClusterId cluster) {
        try {
            return SecretFiles.read(ClusterFolder.of(region.clusters(), cluster))
                    .map(secrets -> new Credentials(
                            Connection.USERNAME, secrets.application().value()));
        } catch (DamagedFile e) {
            // The cluster's conditions name it.
            return Optional.empty();
        }
    }

    private Observation look(Run run) {
        return run.hasFiles()
                ? new Appraisal(run, run.lookAtReplicas(), clock.instant()).observation()
                : Observation.NOTHING;
    }

    private Run run(DesiredCluster desired, LocalCluster cluster, ServerBinary binary) {
        var plan = catalogue.storedPlan(desired.state().plan());
        return new Run(region.isMadeAnew() ? desired.asNew() : desired, plan, cluster, binary);
    }

    /** Takes the region if it can, and finds then what runs in it already. */
    private synchronized Optional<Failed> takeRegion() {
        var obstacle = region.take();
        if (obstacle.isEmpty() && !found) {
            try {
                clusters.find(region.server());
                found = true;
            } catch (UncheckedIOException e) {
                return Optional.of(region.refuse(FileTrouble.of(e)));
            }
        }
        return obstacle;
    }

    private Outcome guarded(ClusterId id, Function<LocalCluster, Outcome> work) {
        open.readLock().lock();
        try {
            if (closed) {
                return outcome(new Failed("Stopping", "keydesk is being stopped.", true), clusters.peek(id));
            }
            var obstacle = takeRegion();
            return obstacle.isPresent() ? outcome(obstacle.get(), clusters.peek(id)) : alone(clusters.get(id), work);
        } catch (UncheckedIOException e) {
            return outcome(FileTrouble.of(e), clusters.get(id));
        } catch (DamagedFile e) {
            return outcome(e.failed(), clusters.get(id));
        } finally {
            open.readLock().unlock();
        }
    }

    /**
     * A worker who was taken for dead, because this keydesk was frozen, may still be at it when another comes for the same
     * cluster: one of them waits, and brings nothing back that was deleted meanwhile.
     */
    private Outcome alone(LocalCluster cluster, Function<LocalCluster, Outcome> work) {
        synchronized (cluster) {
            return clusters.isCurrent(cluster)
                    ? work.apply(cluster)
                    : outcome(new Failed("Deleted", "The cluster was deleted meanwhile.", true), cluster);
        }
    }

    private static Outcome outcome(Failed failed, LocalCluster cluster) {
        return new Outcome.Failed(failed.reason(), failed.message(), failed.retryable(), cluster.news());
    }

    /** Ends all processes unless they are to go on, and gives the region up. */
    @Override
    public void close() {
        // Not interrupted: that would close the file whose lock keeps other instances away from what is stopped below.
        renewing.shutdown();
        open.writeLock().lock();
        try {
            if (!closed && found && !keepRunning) {
                clusters.stop();
            }
            closed = true;
            region.close();
        } finally {
            open.writeLock().unlock();
        }
    }
}
