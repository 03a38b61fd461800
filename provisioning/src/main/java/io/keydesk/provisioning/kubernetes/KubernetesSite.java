package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.manifest.Labels;
import io.keydesk.provisioning.manifest.Manifests;
import io.keydesk.provisioning.manifest.Names;
import io.keydesk.provisioning.manifest.OpsSecret;
import io.keydesk.provisioning.node.Dialect;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.upkeep.DrillNote;
import io.keydesk.provisioning.upkeep.Notebook;
import io.keydesk.provisioning.upkeep.Roll;
import io.keydesk.provisioning.upkeep.Site;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.Patience;
import io.keydesk.provisioning.valkey.Presence;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.provisioning.DesiredCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** One call for one cluster of a Kubernetes region. */
final class KubernetesSite extends Site implements Presence {

    static final String VALKEY = "valkey";
    static final String SENTINEL = "sentinel";
    /** As long as the pod itself says. */
    static final long OWN_GRACE = -1;

    private static final Duration MOUNTED = Duration.ofMinutes(5);
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final int VALKEY_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    private final KubernetesRegion.Link link;
    private final DesiredCluster desired;
    private final Plan plan;
    private final KubernetesCluster cluster;
    private final Dialer dialer;
    private Optional<String> base = Optional.empty();

    KubernetesSite(
            KubernetesRegion.Link link, DesiredCluster desired, Plan plan, KubernetesCluster cluster, Dialer dialer) {
        this.link = link;
        this.desired = desired;
        this.plan = plan;
        this.cluster = cluster;
        this.dialer = dialer;
        readSecrets().ifPresent(cluster::keep);
    }

    KubernetesRegion.Link link() {
        return link;
    }

    KubernetesCluster cluster() {
        return cluster;
    }

    @Override
    public DesiredCluster desired() {
        return desired;
    }

    Plan plan() {
        return plan;
    }

    /** All objects of the cluster that are there. */
    SortedMap<ObjectRef, Entry> objects() {
        return link.inventory().of(desired.id());
    }

    /** An object in the namespace of clusters. */
    Optional<Entry> find(Class<? extends HasMetadata> type, String name) {
        return Optional.ofNullable(objects()
                .get(new ObjectRef(type.getSimpleName(), link.premises().namespace(), name)));
    }

    /** From what the names of the objects are made; nothing until one of them is there. It never changes after that. */
    Optional<String> base() {
        base = base.or(() -> base(link, desired.id()));
        return base;
    }

    private static Optional<String> base(KubernetesRegion.Link link, ClusterId id) {
        return link.inventory().of(id).values().stream()
                .filter(entry -> entry.ref().namespace().equals(link.premises().namespace()))
                .map(entry -> entry.tree().path("metadata").path("labels").path(Labels.NAME))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst();
    }

    Names names() {
        return new Names(base().orElseThrow(() -> new IllegalStateException("the cluster has no objects yet")));
    }

    private Optional<Secrets> readSecrets() {
        return secrets(link, desired.id());
    }

    /** The passwords of a cluster, as they are kept in the region. */
    static Optional<Secrets> secrets(KubernetesRegion.Link link, ClusterId id) {
        return base(link, id)
                .map(base -> new ObjectRef("Secret", link.premises().namespace(), new Names(base).ops()))
                .flatMap(ref -> Optional.ofNullable(link.inventory().of(id).get(ref)))
                .flatMap(entry -> OpsSecret.read(entry.as(Secret.class)));
    }

    boolean hasSecret() {
        return readSecrets().isPresent();
    }

    @Override
    public Secrets secrets() {
        return readSecrets()
                .or(cluster::keptSecrets)
                .orElseThrow(() -> new IllegalStateException("the cluster has no passwords yet"));
    }

    Blueprint blueprint(Directives directives) {
        return blueprint(directives, secrets());
    }

    Blueprint blueprint(Directives directives, Secrets secrets) {
        return new Blueprint(desired, names().base(), plan, directives, secrets, link.premises());
    }

    @Override
    public void keep(Secrets next) {
        var keeper = new ObjectKeeper(this);
        for (var secret : Manifests.secrets(blueprint(storedDirectives(), next))) {
            keeper.write(secret).ifPresent(failed -> {
                throw new Refused(failed);
            });
        }
        cluster.keep(next);
    }

    /** Kubelets exchange the files of a Secret once a minute or so, and a container that starts before that reads the old ones. */
    @Override
    public Duration outdated() {
        return MOUNTED;
    }

    /** Whether its nodes have addresses, so that they can be asked. */
    boolean hasNodes() {
        return base().isPresent()
                && cluster.keptSecrets().isPresent()
                && clusterIps().size() == Blueprint.NODES;
    }

    /** The addresses that the API server gave to the Services of the nodes, as far as they are there. */
    List<String> clusterIps() {
        var names = names();
        return IntStream.range(0, Blueprint.NODES)
                .mapToObj(index -> find(Service.class, names.node(index)))
                .flatMap(Optional::stream)
                .map(entry -> entry.tree().path("spec").path("clusterIP").asText())
                .filter(ip -> !ip.isEmpty())
                .toList();
    }

    @Override
    public List<Member> members() {
        var ips = clusterIps();
        return IntStream.range(0, ips.size())
                .mapToObj(index -> new Member(
                        index, new Address(ips.get(index), VALKEY_PORT), new Address(ips.get(index), SENTINEL_PORT)))
                .toList();
    }

    /** The revision that was seen on every node, and published; 0 if none was. */
    int appliedRevision() {
        return base().flatMap(base -> find(ConfigMap.class, new Names(base).addresses()))
                .map(Applied::revision)
                .orElse(0);
    }

    @Override
    public Optional<DrillNote> drill() {
        return base().flatMap(base -> find(ConfigMap.class, new Names(base).addresses()))
                .flatMap(Applied::drill);
    }

    @Override
    public void keep(DrillNote note) {
        var addresses = Applied.on(
                Manifests.addresses(blueprint(storedDirectives()), clusterIps(), false),
                appliedRevision(),
                Optional.of(note));
        new ObjectKeeper(this).keep(new Finding.Missing(Wanted.of(addresses))).ifPresent(failed -> {
            throw new Refused(failed);
        });
    }

    @Override
    public boolean isApplied() {
        return appliedRevision() == desired.revision() && hasNodes();
    }

    @Override
    public Notebook notebook() {
        return cluster.notebook();
    }

    @Override
    public AdminClient client() {
        return new AdminClient(secrets().opsLogin(), dialer);
    }

    @Override
    public Dialect dialect() {
        return new Dialect(link.premises().engine());
    }

    @Override
    public Directives desiredDirectives() {
        return Directives.of(desired.state().settings(), plan, dialect());
    }

    /** Once all is applied, whatever else stands in the ConfigMap was put there by somebody else. */
    @Override
    public Directives storedDirectives() {
        return isApplied()
                ? desiredDirectives()
                : find(ConfigMap.class, names().nodes())
                        .map(entry ->
                                entry.tree().path("data").path("valkey.conf").asText())
                        .flatMap(KubernetesSite::parsed)
                        .orElseGet(this::desiredDirectives);
    }

    private static Optional<Directives> parsed(String directives) {
        try {
            return Optional.of(Directives.parse(directives));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    @Override
    public void keepDirectives() {
        new ObjectKeeper(this).keepAll(desiredDirectives()).ifPresent(failed -> {
            throw new Refused(failed);
        });
    }

    Optional<Entry> pod(int index) {
        return find(Pod.class, names().node(index));
    }

    @Override
    public Presence presence() {
        return this;
    }

    @Override
    public boolean hasNode(int index) {
        return runs(index, VALKEY);
    }

    @Override
    public boolean hasSentinel(int index) {
        return runs(index, SENTINEL);
    }

    private boolean runs(int index, String container) {
        return pod(index)
                .filter(entry -> PodTrouble.runs(entry.as(Pod.class), container))
                .isPresent();
    }

    /** Pods of another template than the one there is. */
    @Override
    public List<Roll.Stale> stale(ClusterView view) {
        var template = find(StatefulSet.class, names().nodes())
                .map(entry -> shape(entry.tree().path("spec").path("template")));
        return members().stream()
                .filter(member -> pod(member.index())
                        .map(entry -> shape(entry.tree()))
                        .filter(shape -> template.filter(shape::equals).isEmpty())
                        .isPresent())
                .map(member -> new Roll.Stale(member, "with its new pod template"))
                .toList();
    }

    private static String shape(JsonNode podOrTemplate) {
        return podOrTemplate
                .path("metadata")
                .path("annotations")
                .path(Labels.SHAPE)
                .asText();
    }

    /** Returns once the pod is known to be ending, so that the next look does not find it well. */
    @Override
    public void restart(Member node) {
        notebook().proven(false);
        pod(node.index()).ifPresent(entry -> {
            var uid = uid(entry);
            link.writer().delete(entry.ref(), OWN_GRACE);
            Patience.until(
                    ENDING,
                    () -> pod(node.index())
                            .filter(now -> uid(now).equals(uid) && !isEnding(now))
                            .isEmpty());
        });
    }

    private static String uid(Entry entry) {
        return entry.tree().path("metadata").path("uid").asText();
    }

    private static boolean isEnding(Entry entry) {
        return entry.tree().path("metadata").has("deletionTimestamp");
    }

    @Override
    public void rebuildSentinel(Member member) {
        look().presumedPrimary().ifPresent(primary -> new Remonitoring(client(), secrets()).of(member, primary.node()));
    }
}
