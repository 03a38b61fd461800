package io.keydesk.provisioning.manifest;

import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.provisioning.DesiredCluster;

/**
 * All that the objects of one cluster follow from.
 *
 * @param base from which the objects' names are made: the cluster's name, or, where another tenant's cluster of that name
 *     has them already, that name with a suffix
 * @param directives what the nodes are told when they start next
 */
public record Blueprint(
        DesiredCluster desired, String base, Plan plan, Directives directives, Secrets secrets, Premises premises) {

    /** The names of its objects. */
    public Names names() {
        return new Names(base);
    }
}
