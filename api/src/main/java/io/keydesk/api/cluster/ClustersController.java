package io.keydesk.api.cluster;

import io.keydesk.api.http.Bodies;
import io.keydesk.api.http.Etags;
import io.keydesk.api.http.Page;
import io.keydesk.api.problem.RequestRefused;
import io.keydesk.api.security.Callers;
import io.keydesk.openapi.body.Cluster;
import io.keydesk.openapi.body.ClusterPage;
import io.keydesk.openapi.body.Credentials;
import io.keydesk.openapi.body.EventPage;
import io.keydesk.openapi.body.NewMaintenanceWindow;
import io.keydesk.openapi.body.RevisionPage;
import io.keydesk.openapi.http.ClustersApi;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.ClusterQuery;
import io.keydesk.service.cluster.MaintenanceWindow;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.desk.ClusterReading;
import io.keydesk.service.desk.Maintaining;
import io.keydesk.service.desk.Protecting;
import io.keydesk.service.timeline.Event;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ClustersController implements ClustersApi {

    private final ClusterReading reading;
    private final Maintaining maintaining;
    private final Protecting protecting;
    private final ClusterBodies bodies;
    private final Callers callers;

    ClustersController(
            ClusterReading reading,
            Maintaining maintaining,
            Protecting protecting,
            ClusterBodies bodies,
            Callers callers) {
        this.reading = reading;
        this.maintaining = maintaining;
        this.protecting = protecting;
        this.bodies = bodies;
        this.callers = callers;
    }

    @Override
    public ResponseEntity<ClusterPage> listClusters(
            @Nullable String tenant,
            @Nullable String region,
            @Nullable String purpose,
            @Nullable String environment,
            @Nullable String name,
            Integer limit,
            @Nullable String after) {
        var last = Page.uuidAfter(after);
        var query = new ClusterQuery(
                callers.tenants(callers.current(), tenant),
                region,
                purpose,
                environment,
                name,
                last == null ? null : new ClusterId(last),
                Page.toRead(limit));
        var page = Page.of(reading.clusters(query), limit, io.keydesk.service.cluster.Cluster::id);
        return ResponseEntity.ok(ClusterPage.builder()
                .items(bodies.bodies(page.items()))
                .next(page.next())
                .build());
    }

    @Override
    public ResponseEntity<Cluster> getCluster(UUID id) {
        var cluster = reading.cluster(callers.current(), id.toString()).orElseThrow(RequestRefused::new);
        return ResponseEntity.ok().eTag(Etags.of(cluster.version())).body(bodies.body(cluster));
    }

    @Override
    public ResponseEntity<Cluster> setMaintenanceWindow(UUID id, NewMaintenanceWindow body, @Nullable String ifMatch) {
        return changed(MaintenanceWindow.parse(
                        text(body.getWeekday()),
                        text(body.getStart()),
                        text(body.getLength()),
                        text(body.getTimeZone()))
                .then(window ->
                        maintaining.maintain(callers.current(), id.toString(), window, Etags.version(ifMatch))));
    }

    @Override
    public ResponseEntity<Cluster> removeMaintenanceWindow(UUID id, @Nullable String ifMatch) {
        return changed(maintaining.stopMaintaining(callers.current(), id.toString(), Etags.version(ifMatch)));
    }

    @Override
    public ResponseEntity<Cluster> setDeletionProtection(UUID id, @Nullable String ifMatch) {
        return changed(protecting.protect(callers.current(), id.toString(), Etags.version(ifMatch)));
    }

    @Override
    public ResponseEntity<Cluster> removeDeletionProtection(UUID id, @Nullable String ifMatch) {
        return changed(protecting.stopProtecting(callers.current(), id.toString(), Etags.version(ifMatch)));
    }

    private ResponseEntity<Cluster> changed(Answer<io.keydesk.service.cluster.Cluster> answer) {
        var cluster = answer.orElseThrow(RequestRefused::new);
        return ResponseEntity.ok().eTag(Etags.of(cluster.version())).body(bodies.body(cluster));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public ResponseEntity<Credentials> getCredentials(UUID id) {
        var credentials = reading.credentials(callers.current(), id.toString()).orElseThrow(RequestRefused::new);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(Credentials.builder()
                        .username(credentials.username())
                        .password(credentials.password())
                        .build());
    }

    @Override
    public ResponseEntity<RevisionPage> listRevisions(UUID id, Integer limit, @Nullable String after) {
        var before = Page.numberAfter(after);
        var read = reading.revisions(
                        callers.current(),
                        id.toString(),
                        before == null ? Integer.MAX_VALUE : (int) Math.min(before, Integer.MAX_VALUE),
                        Page.toRead(limit))
                .orElseThrow(RequestRefused::new);
        var page = Page.of(read, limit, Revision::number);
        return ResponseEntity.ok(RevisionPage.builder()
                .items(page.map(bodies::body))
                .next(page.next())
                .build());
    }

    @Override
    public ResponseEntity<EventPage> listClusterEvents(UUID id, Integer limit, @Nullable String after) {
        var last = Page.numberAfter(after);
        var read = reading.events(callers.current(), id.toString(), last == null ? 0 : last, Page.toRead(limit))
                .orElseThrow(RequestRefused::new);
        return ResponseEntity.ok(Bodies.events(Page.of(read, limit, Event::id)));
    }
}
