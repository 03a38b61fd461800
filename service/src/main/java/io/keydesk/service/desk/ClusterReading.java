package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.Unavailable;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.ClusterQuery;
import io.keydesk.service.cluster.MaintenanceWindow;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.work.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clusters as a caller may see them. */
public final class ClusterReading {

    private final DeskPorts ports;

    public ClusterReading(DeskPorts ports) {
        this.ports = ports;
    }

    public Answer<Cluster> cluster(Caller caller, String id) {
        return Ids.parse(id)
                .flatMap(uuid -> ports.clusters().find(new ClusterId(uuid)))
                .filter(cluster -> caller.sees(cluster.tenant()))
                .map(Answer::of)
                .orElseGet(() -> Answer.refused(new NotFound("There is no cluster " + id + ".")));
    }

    public List<Cluster> clusters(ClusterQuery query) {
        return ports.clusters().list(query);
    }

    /** The tickets that are being carried out on these clusters. */
    public Map<ClusterId, Ticket> pending(List<Cluster> clusters) {
        return ports.tickets().working(clusters.stream().map(Cluster::id).toList());
    }

    /** Of each of these clusters the change that comes next at a time of its own. */
    public Map<ClusterId, Ticket> scheduled(List<Cluster> clusters) {
        return ports.tickets().scheduled(clusters.stream().map(Cluster::id).toList());
    }

    /** When a window that is open began, or else when it begins next. */
    public Instant nextWindow(MaintenanceWindow window) {
        return window.openOrNext(Times.now(ports.clock()));
    }

    /** The label that lets pods in to a cluster. */
    public String accessLabel(Cluster cluster) {
        return Connection.accessLabel(labelPrefix(cluster), cluster.name());
    }

    /** The version of the server that is wanted; nothing while nobody knows what its region runs. */
    public Optional<String> version(Cluster cluster) {
        return ports.regions()
                .find(cluster.region())
                .map(region -> region.region().running(cluster.desired().state().version()))
                .map(Region::engine)
                .map(Region.Engine::version)
                .or(() -> Optional.ofNullable(cluster.desired().state().version()));
    }

    private String labelPrefix(Cluster cluster) {
        return ports.regions()
                .find(cluster.region())
                .map(region -> region.region().accessLabelPrefix())
                .orElse(Connection.DEFAULT_LABEL_PREFIX);
    }

    public Answer<Connection> connection(Caller caller, String id) {
        return cluster(caller, id).then(cluster -> {
            var endpoints = cluster.observed().endpoints();
            return endpoints == null
                    ? Answer.refused(new WrongState("Cluster %s is %s and has no connection%s."
                            .formatted(
                                    cluster.name(),
                                    cluster.phase().label(),
                                    cluster.isGone() ? "" : " yet: its ticket's events tell when")))
                    : Answer.of(new Connection(
                            cluster.name(), cluster.desired().state().namespaces(), labelPrefix(cluster), endpoints));
        });
    }

    /** The application's credentials; that they were read is written down first. */
    public Answer<Credentials> credentials(Caller caller, String id) {
        return cluster(caller, id).then(cluster -> {
            if (!caller.isRequesterOf(cluster.tenant())) {
                return Answer.refused(new Forbidden(
                        "Only requesters of tenant %s read its credentials.".formatted(cluster.tenant())));
            }
            var region = ports.regions().find(cluster.region());
            if (region.isEmpty()) {
                return Answer.refused(new Unavailable("Region %s is not configured.".formatted(cluster.region())));
            }
            var elsewhere = ports.regions().servedElsewhere(cluster.region());
            if (elsewhere.isPresent()) {
                return Answer.refused(new Unavailable(
                        "Region %s keeps its credentials with another instance of keydesk: ask that one (%s)."
                                .formatted(cluster.region(), elsewhere.get())));
            }
            var credentials = region.get().credentials(cluster.id());
            if (credentials.isEmpty()) {
                return Answer.refused(new WrongState("Cluster %s is %s and has no credentials."
                        .formatted(cluster.name(), cluster.phase().label())));
            }
            return ports.transactions().inTransaction(() -> {
                ports.clusters().lock(cluster.id());
                ports.timeline()
                        .add(Event.on(
                                cluster,
                                "credentials-read",
                                caller.name(),
                                "The credentials were read.",
                                Times.now(ports.clock())));
                return Answer.of(credentials.get());
            });
        });
    }

    /** Newest first, those below {@code before} only. */
    public Answer<List<Revision>> revisions(Caller caller, String id, int before, int limit) {
        return cluster(caller, id).map(cluster -> ports.clusters().revisions(cluster.id(), before, limit));
    }

    public Answer<List<Event>> events(Caller caller, String id, long after, int limit) {
        return cluster(caller, id).map(cluster -> ports.timeline().ofCluster(cluster.id(), after, limit));
    }
}
