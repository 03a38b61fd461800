package io.keydesk.provisioning.local;

import io.keydesk.provisioning.upkeep.DriftStep;
import io.keydesk.provisioning.upkeep.DrillStep;
import io.keydesk.provisioning.upkeep.RotateStep;
import io.keydesk.provisioning.upkeep.SettingsStep;
import io.keydesk.provisioning.upkeep.SettleStep;
import io.keydesk.provisioning.upkeep.Step.Failed;
import io.keydesk.provisioning.upkeep.Work;
import io.keydesk.provisioning.valkey.ClusterView;
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

    private static final Duration SOON = Duration.ofMillis(50);

    /** Two may fail before others take this keydesk for dead. */
    private static final Duration RENEWAL = RegionClaims.LASTS.dividedBy(4);

    private final LocalRegion region;
    private final LocalClusters clusters;
    private final Catalogue catalogue;
    private final Clock clock;
    private final boolean keepRunning;
    private final Work<Run> work;
    private final Work<Run> poweringDown;

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
        this.work = new Work<>(
                List.of(
                        new FilesStep(ports),
                        new NodesStep(),
                        new SentinelsStep(),
                        new RotateStep(),
                        new DriftStep(),
                        new SettleStep(),
                        new SettingsStep(),
                        new VersionStep(),
                        new DrillStep(),
                        new PublishStep()),
                this::look);
        this.poweringDown = new Work<>(
                List.of(new FilesStep(ports), new PowerDownStep(), new RotateStep(), new PublishStep()),
                this::look,
                Observation::isOff);
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
            return switch (region.engine(desired.state().version())) {
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
        return guarded(desired.id(), cluster -> switch (region.engine(
                desired.state().version())) {
            case EngineSearch.Unusable(var message) ->
                new Failed("BinaryMissing", message, true).outcome(cluster.notebook());
            case EngineSearch.Usable(var binary) ->
                (desired.state().poweredOff() ? poweringDown : work).on(run(desired, cluster, binary));
        });
    }

    @Override
    public Observation observe(DesiredCluster desired) {
        if (region.engine(desired.state().version()) instanceof EngineSearch.Usable(var binary)
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
                return new Outcome.InProgress(
                        progress, Observation.NOTHING, cluster.notebook().news(), SOON);
            }
            CrashPoint.PROCESSES_ENDED.reached();
            PrivateFiles.remove(cluster.folder().root());
            CrashPoint.FOLDER_REMOVED.reached();
            clusters.forget(id);
            return new Outcome.Gone(cluster.notebook().news());
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
        if (!run.hasFiles()) {
            return Observation.NOTHING;
        }
        return run.desired().state().poweredOff()
                ? new LocalAppraisal(run, ClusterView.unasked(run.members()), clock.instant()).poweredOff()
                : new LocalAppraisal(run, run.lookAtReplicas(), clock.instant()).observation();
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
                return new Failed("Stopping", "keydesk is being stopped.", true)
                        .outcome(clusters.peek(id).notebook());
            }
            var obstacle = takeRegion();
            return obstacle.isPresent()
                    ? obstacle.get().outcome(clusters.peek(id).notebook())
                    : alone(clusters.get(id), work);
        } catch (UncheckedIOException e) {
            return FileTrouble.of(e).outcome(clusters.get(id).notebook());
        } catch (DamagedFile e) {
            return e.failed().outcome(clusters.get(id).notebook());
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
                    : new Failed("Deleted", "The cluster was deleted meanwhile.", true).outcome(cluster.notebook());
        }
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
