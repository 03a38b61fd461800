package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Dialect;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.upkeep.DrillNote;
import io.keydesk.provisioning.upkeep.Notebook;
import io.keydesk.provisioning.upkeep.Roll;
import io.keydesk.provisioning.upkeep.Site;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.provisioning.valkey.Presence;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.provisioning.DesiredCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One call for one cluster of this machine: what is there, and what to make it with. */
final class Run extends Site {

    private final DesiredCluster desired;
    private final Plan plan;
    private final LocalCluster cluster;
    private final ServerBinary binary;

    Run(DesiredCluster desired, Plan plan, LocalCluster cluster, ServerBinary binary) {
        this.desired = desired;
        this.plan = plan;
        this.cluster = cluster;
        this.binary = binary;
    }

    @Override
    public DesiredCluster desired() {
        return desired;
    }

    LocalCluster cluster() {
        return cluster;
    }

    ServerBinary binary() {
        return binary;
    }

    /** What all of its processes understand: in an upgrade, what the older ones do. */
    @Override
    public Dialect dialect() {
        return ClusterRecord.read(folder())
                .map(ClusterRecord::version)
                .map(version -> new Dialect(Version.parse(version).engine()))
                .filter(older -> binary.dialect().version().atLeast(older.version()))
                .orElseGet(binary::dialect);
    }

    @Override
    public Notebook notebook() {
        return cluster.notebook();
    }

    @Override
    public Presence presence() {
        return cluster;
    }

    ClusterFolder folder() {
        return cluster.folder();
    }

    /** Whether there is something to look at. */
    boolean hasFiles() {
        return ClusterRecord.read(folder()).isPresent()
                && SecretFiles.read(folder()).isPresent();
    }

    /** Only after the files are there. */
    ClusterRecord record() {
        return ClusterRecord.read(folder())
                .orElseThrow(() -> new IllegalStateException("the cluster has no files yet"));
    }

    @Override
    public Secrets secrets() {
        return SecretFiles.read(folder())
                .orElseThrow(() -> new IllegalStateException("the cluster has no secrets yet"));
    }

    @Override
    public void keep(Secrets next) {
        SecretFiles.write(folder(), next);
        FilesStep.writeUsers(this);
        KeptFiles.read(folder()).ifPresent(cluster::keepFiles);
    }

    /** Files of passwords are read at each start. */
    @Override
    public Duration outdated() {
        return Duration.ZERO;
    }

    @Override
    public AdminClient client() {
        return new AdminClient(secrets().opsLogin(), Dialer.DIRECT);
    }

    @Override
    public Directives desiredDirectives() {
        return Directives.of(desired.state().settings(), plan, dialect());
    }

    /** What nodes are told once all processes have the version that is asked for. */
    Directives lastingDirectives() {
        return Directives.of(desired.state().settings(), plan, isUpgrade() ? binary.dialect() : dialect());
    }

    @Override
    public Directives storedDirectives() {
        return PrivateFiles.read(folder().directives()).map(this::parsed).orElseGet(this::desiredDirectives);
    }

    @Override
    public void keepDirectives() {
        PrivateFiles.write(folder().directives(), desiredDirectives().render());
        FilesStep.writeUsers(this);
    }

    private Directives parsed(String directives) {
        try {
            return Directives.parse(directives);
        } catch (IllegalArgumentException e) {
            throw new DamagedFile(
                    folder().directives(),
                    "the directives of the nodes are expected",
                    "remove it, and the nodes are told what is desired");
        }
    }

    @Override
    public List<Member> members() {
        return record().layout().members();
    }

    Connection connection() {
        return new Connection(
                desired.name(),
                desired.state().namespaces(),
                Connection.DEFAULT_LABEL_PREFIX,
                record().layout().endpoints());
    }

    @Override
    public boolean isApplied() {
        return hasFiles() && record().revision() == desired.revision();
    }

    /** The nodes that would find data on their disk. */
    Set<Integer> stored() {
        var read = storedDirectives().reads();
        return Slot.all(Slot.Kind.NODE).stream()
                .map(Slot::index)
                .filter(index -> read.filter(name -> PrivateFiles.isFilled(folder().data(index), name))
                        .isPresent())
                .collect(Collectors.toSet());
    }

    /** Whether another node than this one is the primary that the Sentinels name, and answers as such. */
    boolean isCopy(int index) {
        var view = look();
        return view.elected().filter(elected -> elected != index).stream()
                .anyMatch(elected ->
                        view.node(elected).filter(NodeState::isPrimary).isPresent());
    }

    @Override
    public Optional<DrillNote> drill() {
        return PrivateFiles.read(folder().drill()).flatMap(DrillNote::parse);
    }

    @Override
    public void keep(DrillNote note) {
        PrivateFiles.write(folder().drill(), note.text() + "\n");
    }

    @Override
    protected List<String> extraParameters() {
        return List.of(Homeless.FOLDER);
    }

    @Override
    public List<Roll.Stale> stale(ClusterView view) {
        return Stream.concat(Homeless.in(view).stream(), outdated(view)).toList();
    }

    /** Nodes that run an older version than is asked for; none where whatever is installed will do. */
    private Stream<Roll.Stale> outdated(ClusterView view) {
        return Optional.ofNullable(desired.state().version()).map(Version::parse).stream()
                .flatMap(wanted -> view.members().stream()
                        .filter(member -> view.node(member.index())
                                .flatMap(NodeState::version)
                                .filter(wanted::isNewerThan)
                                .isPresent())
                        .map(member -> new Roll.Stale(
                                member, "with version " + binary.engine().version())));
    }

    /** Whether processes run an older version than is asked for, as far as that was noted. */
    boolean isUpgrade() {
        var version = desired.state().version();
        var noted = record().version();
        return version != null && (noted == null || Version.parse(version).isNewerThan(Version.parse(noted)));
    }

    @Override
    public void restart(Member node) {
        new Shutdown(cluster).these(List.of(Slot.node(node.index())), Shutdown.GRACEFUL);
    }

    @Override
    public void rebuildSentinel(Member member) {
        var slot = Slot.sentinel(member.index());
        new Shutdown(cluster).these(List.of(slot), Shutdown.QUICK);
        PrivateFiles.remove(folder().configuration(slot));
    }
}
