package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Drifts;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.ClusterSurvey;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.provisioning.DesiredCluster;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call for one cluster: what is desired, what is there, and what to make it with. */
final class Run {

    private final DesiredCluster desired;
    private final Plan plan;
    private final LocalCluster cluster;
    private final ServerBinary binary;
    private @Nullable ClusterView seen;

    Run(DesiredCluster desired, Plan plan, LocalCluster cluster, ServerBinary binary) {
        this.desired = desired;
        this.plan = plan;
        this.cluster = cluster;
        this.binary = binary;
    }

    DesiredCluster desired() {
        return desired;
    }

    LocalCluster cluster() {
        return cluster;
    }

    ServerBinary binary() {
        return binary;
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

    Secrets secrets() {
        return SecretFiles.read(folder())
                .orElseThrow(() -> new IllegalStateException("the cluster has no secrets yet"));
    }

    AdminClient client() {
        return new AdminClient(secrets().opsLogin(), Dialer.DIRECT);
    }

    /** What the nodes shall be told. */
    Directives desiredDirectives() {
        return Directives.of(desired.state().settings(), plan, binary.dialect());
    }

    /** Finds what is different of that which no ticket changes. */
    Drifts drifts() {
        return new Drifts(secrets(), storedDirectives().channels(), binary.dialect());
    }

    /** What they were told and have taken; a node that starts is told the same. */
    Directives storedDirectives() {
        return PrivateFiles.read(folder().directives()).map(this::parsed).orElseGet(this::desiredDirectives);
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

    List<Member> members() {
        return record().layout().members();
    }

    Connection connection() {
        return new Connection(
                desired.name(),
                desired.state().namespaces(),
                Connection.DEFAULT_LABEL_PREFIX,
                record().layout().endpoints());
    }

    /** Whether the revision that is desired was seen on every node. */
    boolean isApplied() {
        return hasFiles() && record().revision() == desired.revision();
    }

    /** What nodes and Sentinels say; asked once, and again after something was {@linkplain #changed changed}. */
    ClusterView look() {
        var view = seen;
        if (view == null) {
            view = survey().of(members(), cluster);
            seen = view;
        }
        return view;
    }

    /** The same, but replicas had their time to receive what the primary had. */
    ClusterView lookAtReplicas() {
        var view = survey().caughtUp(look(), cluster);
        seen = view;
        return view;
    }

    private ClusterSurvey survey() {
        var parameters = Stream.of(
                        desiredDirectives().parameters().stream(),
                        Drifts.PARAMETERS.stream(),
                        Stream.of(Homeless.FOLDER))
                .flatMap(names -> names);
        return new ClusterSurvey(client(), parameters.toList());
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

    void changed() {
        seen = null;
    }
}
