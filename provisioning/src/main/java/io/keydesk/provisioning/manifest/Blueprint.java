package io.keydesk.provisioning.manifest;

import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.cluster.Endpoints;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.provisioning.DesiredCluster;
import java.util.List;

/**
 * All that the objects of one cluster follow from.
 *
 * @param base from which the objects' names are made: the cluster's name, or, where another tenant's cluster of that name
 *     has them already, that name with a suffix; at most {@value Names#LONGEST_BASE} characters
 * @param directives what the nodes are told when they start next
 */
public record Blueprint(
        DesiredCluster desired, String base, Plan plan, Directives directives, Secrets secrets, Premises premises) {

    /** How many nodes a cluster has. */
    public static final int NODES = 3;

    /** @throws IllegalArgumentException if Kubernetes would refuse an object for a name or a label */
    public Blueprint {
        new Names(base);
        Syntax.requireSubdomain("the name of a cluster", desired.name());
        Syntax.requireLabelKey(
                "the access label", Connection.accessLabel(premises.accessLabelPrefix(), desired.name()));
        desired.state()
                .namespaces()
                .forEach(namespace -> Syntax.requireLabel("a tenant's namespace", namespace, Syntax.LONGEST_LABEL));
    }

    /** The names of its objects. */
    public Names names() {
        return new Names(base);
    }

    /** What the tenant's applications need to reach the cluster. */
    public Connection connection() {
        var host = "%s.%s".formatted(names().sentinels(), premises.namespace());
        int port = Port.SENTINEL.number();
        return new Connection(
                desired.name(),
                desired.state().namespaces(),
                premises.accessLabelPrefix(),
                new Endpoints(host, port, List.of("%s:%d".formatted(host, port))));
    }
}
