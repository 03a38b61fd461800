package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.valkey.ClusterSurvey;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.provisioning.DesiredCluster;
import java.util.List;
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

    /** What the nodes shall be told. */
    Directives desiredDirectives() {
        return Directives.of(desired.state().settings(), plan, binary.dialect());
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

    /** What nodes and Sentinels say; asked once, and again after something was {@linkplain #changed changed}. */
    ClusterView look() {
        var view = seen;
        if (view == null) {
            view = new ClusterSurvey(secrets().opsLogin(), desiredDirectives().parameters()).of(members(), cluster);
            seen = view;
        }
        return view;
    }

    void changed() {
        seen = null;
    }
}
