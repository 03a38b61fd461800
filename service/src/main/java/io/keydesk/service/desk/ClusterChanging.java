package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Stale;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import java.util.OptionalLong;
import java.util.function.Function;

/** Changes of a cluster that tenants make by themselves: nothing runs differently with them, so nobody has to approve. */
final class ClusterChanging {

    private final DeskPorts ports;
    private final ClusterReading reading;

    ClusterChanging(DeskPorts ports) {
        this.ports = ports;
        this.reading = new ClusterReading(ports);
    }

    /**
     * @param what is set, for the refusal of who may not
     * @param change of the cluster, which is held
     */
    Answer<Cluster> change(
            Caller caller, String id, OptionalLong ifVersion, String what, Function<Cluster, Answer<Cluster>> change) {
        return reading.cluster(caller, id)
                .then(found -> caller.mayFileFor(found.tenant())
                        ? ports.transactions()
                                .inTransaction(() -> held(found.id(), ifVersion).then(change))
                        : Answer.refused(new Forbidden(
                                "Only requesters of tenant %s and admins set %s.".formatted(found.tenant(), what))));
    }

    private Answer<Cluster> held(ClusterId id, OptionalLong ifVersion) {
        var cluster = ports.clusters().lock(id).orElseThrow();
        if (ifVersion.isPresent() && ifVersion.getAsLong() != cluster.version()) {
            return Answer.refused(new Stale("Cluster %s was changed since you read it: read it again and decide anew."
                    .formatted(cluster.name())));
        }
        return cluster.isGone()
                ? Answer.refused(new WrongState("Cluster %s is deleted.".formatted(cluster.name())))
                : Answer.of(cluster);
    }
}
