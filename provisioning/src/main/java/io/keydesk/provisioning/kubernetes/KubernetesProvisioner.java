package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
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
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.work.ReconcileQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs clusters on Kubernetes. */
final class KubernetesProvisioner implements Provisioner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesProvisioner.class);

    /** While a region is away, or is being read. */
    private static final Duration AWAY = Duration.ofSeconds(2);

    private static final Duration REMOVING = Duration.ofMillis(200);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final String name;
    private final KubernetesRegion region;
    private final NodeNetwork network;
    private final SwitchWatches switches;
    private final Catalogue catalogue;
    private final Clock clock;
    private final ReconcileQueue queue;
    private final Map<ClusterId, KubernetesCluster> clusters = new ConcurrentHashMap<>();
    private final Work<KubernetesSite> work;
    private final Work<KubernetesSite> poweringDown;

    KubernetesProvisioner(
            String name,
            KubernetesRegionProperties properties,
            ReconcileQueue queue,
            Clock clock,
            Catalogue catalogue) {
        this.name = name;
        this.queue = queue;
        this.clock = clock;
        this.catalogue = catalogue;
        this.network = new NodeNetwork(properties, clock);
        this.switches = new SwitchWatches(this::switched);
        this.work = new Work<>(
                List.of(
                        new ClaimStep(),
                        new NamespacesStep(),
                        new ObjectsStep(),
                        new PodsStep(),
                        new RotateStep(),
                        new DriftStep(),
                        new SettleStep(),
                        new RolesStep(),
                        new ResizeStep(true),
                        new SettingsStep(),
                        new ResizeStep(false),
                        new DrillStep(),
                        new PublishStep()),
                this::look);
        this.poweringDown = new Work<>(
                List.of(new ClaimStep(), new PowerDownStep(), new RotateStep(), new ObjectsStep(), new PublishStep()),
                this::look,
                Observation::isOff);
        this.region = new KubernetesRegion(name, properties, clock, (cluster, _) -> wake(cluster));
    }

    /** While the database is away nobody can be woken, and nobody could work: a look comes by itself afterwards. */
    private void wake(ClusterId cluster) {
        try {
            queue.wake(cluster);
        } catch (RuntimeException e) {
            LOG.atDebug()
                    .setMessage("Cluster not woken")
                    .addKeyValue("cluster", cluster)
                    .setCause(e)
                    .log();
        }
    }

    @Override
    public Region region() {
        return region.describe();
    }

    @Override
    public Optional<Duration> interval() {
        return Optional.of(region.properties().interval());
    }

    @Override
    public PlannedWork preview(DesiredCluster desired) {
        return region.link()
                .filter(_ -> region.away().isEmpty())
                .map(link -> located(link, desired)
                        .map(there -> new Forecast(site(there, desired, peek(desired.id())), name).work())
                        .orElseGet(() -> new PlannedWork(List.of(), List.of(versionMissing(desired)))))
                .orElseGet(() -> new PlannedWork(
                        List.of(),
                        List.of("Which objects are touched is not known now. "
                                + region.away().orElse(""))));
    }

    @Override
    public Outcome apply(DesiredCluster desired) {
        return guarded(desired.id(), (link, cluster) -> {
            var there = located(link, desired);
            if (there.isEmpty()) {
                return new Failed("VersionMissing", versionMissing(desired), true).outcome(cluster.notebook());
            }
            var site = site(there.get(), desired, cluster);
            try {
                if (desired.state().poweredOff()) {
                    switches.forget(desired.id());
                    return poweringDown.on(site);
                }
                var outcome = work.on(site);
                if (site.isApplied()) {
                    switches.watch(site.desired().id(), site.client(), site.members());
                }
                return outcome;
            } catch (Refused e) {
                return e.failed().outcome(cluster.notebook());
            } catch (KubernetesClientException e) {
                return outcome(e, cluster, seen(site));
            }
        });
    }

    @Override
    public Observation observe(DesiredCluster desired) {
        return region.link()
                .map(link -> look(site(located(link, desired).orElse(link), desired, peek(desired.id()))))
                .orElse(Observation.NOTHING);
    }

    @Override
    public Outcome delete(ClusterId id) {
        return guarded(id, (link, cluster) -> {
            try {
                switches.forget(id);
                var left = new Removal(link, cluster).next(id);
                if (left.isEmpty()) {
                    clusters.remove(id);
                    link.inventory().forget(id);
                    return new Outcome.Gone(cluster.notebook().news());
                }
                var message = "Waiting until %s is gone%s"
                        .formatted(left.getFirst(), left.size() > 1 ? ", and %d more".formatted(left.size() - 1) : "");
                return new Outcome.InProgress(
                        new Progress(1, 1, message),
                        Observation.NOTHING,
                        cluster.notebook().news(),
                        REMOVING);
            } catch (KubernetesClientException e) {
                return outcome(e, cluster, Observation.NOTHING);
            }
        });
    }

    @Override
    public Optional<Credentials> credentials(ClusterId id) {
        return region.link()
                .flatMap(link -> KubernetesSite.secrets(link, id))
                .map(secrets -> new Credentials(
                        Connection.USERNAME, secrets.application().value()));
    }

    /** The label follows at once; whatever else there is to do is done by whoever is woken. */
    private void switched(ClusterId id, String primaryHost) {
        try {
            region.link().ifPresent(link -> new RoleLabels(link, id).follow(primaryHost));
        } catch (KubernetesClientException e) {
            LOG.atDebug()
                    .setMessage("Pods not labelled")
                    .addKeyValue("cluster", id)
                    .setCause(e)
                    .log();
        }
        wake(id);
    }

    private Observation look(KubernetesSite site) {
        if (!site.hasNodes() || site.base().isEmpty()) {
            return Observation.NOTHING;
        }
        return site.desired().state().poweredOff()
                ? new KubernetesAppraisal(site, ClusterView.unasked(site.members()), clock.instant()).poweredOff()
                : new KubernetesAppraisal(site, site.lookAtReplicas(), clock.instant()).observation();
    }

    /** What can be seen of a cluster when its API server has just failed. */
    private Observation seen(KubernetesSite site) {
        try {
            return look(site);
        } catch (KubernetesClientException e) {
            return Observation.NOTHING;
        }
    }

    private KubernetesSite site(KubernetesRegion.Link link, DesiredCluster desired, KubernetesCluster cluster) {
        var plan = catalogue.storedPlan(desired.state().plan());
        return new KubernetesSite(link, desired, plan, cluster, network.dialer(link, desired.id()));
    }

    /** With the image of the version that the cluster runs; nothing if the region has none that is not older. */
    private Optional<KubernetesRegion.Link> located(KubernetesRegion.Link link, DesiredCluster desired) {
        return region.properties()
                .premises(link.premises(), desired.state().version())
                .map(link::in);
    }

    private String versionMissing(DesiredCluster desired) {
        return "Region %s has no image of Valkey %s or newer: name one in keydesk.regions.%s.further-images."
                .formatted(name, desired.state().version(), name);
    }

    private KubernetesCluster peek(ClusterId id) {
        var known = clusters.get(id);
        return known == null ? new KubernetesCluster(id, clock) : known;
    }

    /**
     * A worker who was taken for dead, because this keydesk was frozen, may still be at it when another comes for the same
     * cluster: one of them waits.
     */
    private Outcome guarded(ClusterId id, BiFunction<KubernetesRegion.Link, KubernetesCluster, Outcome> step) {
        var cluster = clusters.computeIfAbsent(id, _ -> new KubernetesCluster(id, clock));
        var link = region.link();
        if (link.isEmpty()) {
            return new Outcome.Away(
                    region.away().orElse("Region %s is being read.".formatted(name)),
                    Observation.NOTHING,
                    cluster.notebook().news(),
                    AWAY);
        }
        synchronized (cluster) {
            return step.apply(link.get(), cluster);
        }
    }

    /** What an API server refused, or that it is not there. */
    private Outcome outcome(KubernetesClientException e, KubernetesCluster cluster, Observation seen) {
        var words = Troubles.words(e);
        if (Troubles.isTransient(e)) {
            var what = Troubles.isSilence(e) ? "does not answer" : "cannot serve now";
            return new Outcome.Away(
                    "The API server of region %s %s: %s".formatted(name, what, words),
                    seen,
                    cluster.notebook().news(),
                    Troubles.isSilence(e) ? AWAY : Troubles.retryAfter(e));
        }
        var failed = switch (e.getCode()) {
            case NOT_FOUND ->
                new Failed(
                        "NamespaceMissing",
                        "Region %s says: %s. Create what is missing, for example the namespace of clusters."
                                .formatted(name, words),
                        true);
            case CONFLICT -> new Failed("ObjectChanging", "Region %s says: %s".formatted(name, words), true);
            default ->
                new Failed(
                        "ObjectRefused",
                        "Region %s refuses an object of this cluster: %s".formatted(name, words),
                        true);
        };
        return failed.outcome(cluster.notebook());
    }

    @Override
    public void close() {
        switches.close();
        region.close();
        network.close();
    }
}
