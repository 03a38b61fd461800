package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.answer.Answer;
import io.keydesk.service.answer.FieldError;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.answer.Refusal.Forbidden;
import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.answer.Refusal.NotFound;
import io.keydesk.service.answer.Refusal.WrongState;
import io.keydesk.service.approval.Case;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.tenant.TenantSlug;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.Offer;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.work.Times;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks requests against all rules that need no transaction, and previews them. Stores nothing. */
final class Drafting {

    private final DeskPorts ports;
    private final Previewing previewing;
    private final Precedence precedence;

    Drafting(DeskPorts ports) {
        this.ports = ports;
        this.previewing = new Previewing(ports);
        this.precedence = new Precedence(ports.tickets());
    }

    Answer<Draft> draft(Caller caller, Asked asked, Optional<String> tenant) {
        return asked.request().cluster().isPresent()
                ? concerned(caller, asked.request(), tenant)
                        .then(cluster -> draft(caller, asked, cluster.tenant(), Optional.of(cluster)))
                : filingFor(caller, tenant).then(slug -> draft(caller, asked, slug, Optional.empty()));
    }

    /** A request in the place of one that was filed, by a caller who need not be one who files. */
    Answer<Draft> redraft(Caller caller, Asked asked, TenantSlug slug) {
        var cluster = asked.request().cluster().flatMap(ports.clusters()::find);
        return cluster.isPresent()
                ? standing(cluster.get()).then(there -> draft(caller, asked, slug, Optional.of(there)))
                : draft(caller, asked, slug, Optional.empty());
    }

    private Answer<Draft> draft(Caller caller, Asked asked, TenantSlug slug, Optional<Cluster> cluster) {
        var request = asked.request();
        var holdings = ports.tenants().holdings(slug);
        if (holdings.isEmpty()) {
            return Answer.refused(Invalid.of("tenant", "there is no tenant " + slug));
        }
        var obstacle = cluster.flatMap(existing -> obstacle(asked, existing));
        if (obstacle.isPresent()) {
            return Answer.refused(obstacle.get());
        }
        var offer = offer(slug, cluster);
        var errors = request.errors(offer);
        if (!errors.isEmpty()) {
            return Answer.refused(new Invalid(
                    errors.stream().map(error -> error.under("request")).toList()));
        }
        var canonical = request.canonical(offer);
        var next = canonical.effectOn(cluster.map(existing -> existing.desired().state()), offer);
        if (cluster.isPresent() && next.equals(cluster.get().desired().state().lasting())) {
            return Answer.refused(
                    Invalid.of("request", "the cluster is already as this asks for; GET /v1/clusters/{id} shows it"));
        }
        var preview = previewing.preview(holdings.get(), asked.corrected(canonical), cluster, next);
        var matter = new Case(
                canonical,
                environment(canonical, cluster),
                preview,
                holdings.get().tenant(),
                caller);
        return Answer.of(new Draft(canonical, cluster, matter));
    }

    private Optional<Refusal> obstacle(Asked asked, Cluster cluster) {
        return new Standing(cluster)
                .obstacleTo(asked.request())
                .<Refusal>map(obstacle -> obstacle)
                .or(() -> precedence.contradiction(asked, cluster.id(), Times.now(ports.clock())));
    }

    /** Why what was right when it was filed cannot be done any more; nothing if it can, or there is no cluster any more. */
    Optional<Refusal> broken(Ticket ticket, Optional<Cluster> cluster) {
        if (cluster.filter(Cluster::isGone).isPresent()) {
            return Optional.empty();
        }
        var errors = ticket.request().errors(offer(ticket.tenant(), cluster));
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(new WrongState("What ticket %s asks for cannot be done any more: %s."
                        .formatted(
                                ticket.number(),
                                errors.stream().map(FieldError::message).collect(Collectors.joining("; ")))));
    }

    /** What a ticket that waits would do by now, without what only the region knows, which is not asked. */
    Optional<Preview> outline(Ticket ticket) {
        return again(ticket, previewing::outline);
    }

    /** All of what a ticket that waits would do by now. */
    Optional<Preview> preview(Ticket ticket) {
        return again(ticket, previewing::preview);
    }

    /** Nothing if the cluster is not there any more, or is being deleted: who carries out refuses that in words. */
    private Optional<Preview> again(Ticket ticket, Look look) {
        var cluster = ticket.request().cluster().flatMap(ports.clusters()::find);
        boolean isOrder = ticket.request().cluster().isEmpty();
        boolean isThere = cluster.filter(existing ->
                        !existing.isGone() && !existing.desired().state().deleted())
                .isPresent();
        if (!isOrder && !isThere) {
            return Optional.empty();
        }
        var next = ticket.request()
                .effectOn(cluster.map(existing -> existing.desired().state()), offer(ticket.tenant(), cluster));
        return ports.tenants()
                .holdings(ticket.tenant())
                .map(holdings -> look.at(holdings, Asked.by(ticket), cluster, next));
    }

    /** How closely to look at what a request would do. */
    private interface Look {
        Preview at(Holdings holdings, Asked asked, Optional<Cluster> cluster, DesiredState next);
    }

    /** What a tenant can ask of a cluster, or of a new one. */
    Offer offer(TenantSlug tenant, Optional<Cluster> cluster) {
        return new Offer(
                ports.catalogue(),
                ports.regions().all(),
                tenant,
                cluster.map(existing -> new Offer.Target(
                        ports.regions()
                                .find(existing.region())
                                .map(Provisioner::region)
                                .map(region -> region.running(
                                        existing.desired().state().version())),
                        existing,
                        ports.catalogue().storedPlan(existing.desired().state().plan()),
                        number -> ports.clusters().revision(existing.id(), number))));
    }

    static Environment environment(TicketRequest request, Optional<Cluster> cluster) {
        return switch (request) {
            case OrderCluster order -> order.environmentOrThrow();
            case ChangeSettings _,
                    ChangePlan _,
                    ChangeAccess _,
                    UpgradeVersion _,
                    RollBack _,
                    PowerOff _,
                    PowerOn _,
                    FailOver _,
                    RotateCredentials _,
                    DeleteCluster _ -> cluster.orElseThrow().environment();
        };
    }

    private Answer<Cluster> concerned(Caller caller, TicketRequest request, Optional<String> tenant) {
        var found = request.cluster().flatMap(ports.clusters()::find).filter(cluster -> caller.sees(cluster.tenant()));
        if (found.isEmpty()) {
            return Answer.refused(
                    new NotFound("request.clusterId names no cluster that you can see; GET /v1/clusters lists them."));
        }
        var cluster = found.get();
        if (!caller.mayFileFor(cluster.tenant())) {
            return Answer.refused(new Forbidden(mayNotFile(cluster.tenant())));
        }
        if (tenant.isPresent() && !tenant.get().equals(cluster.tenant().value())) {
            return Answer.refused(Invalid.of("tenant", "the cluster belongs to another tenant: leave tenant out"));
        }
        return standing(cluster);
    }

    private static Answer<Cluster> standing(Cluster cluster) {
        return cluster.isGone() || cluster.desired().state().deleted()
                ? Answer.refused(Standing.gone(cluster))
                : Answer.of(cluster);
    }

    private Answer<TenantSlug> filingFor(Caller caller, Optional<String> named) {
        var own = caller.requesterOf();
        if (named.isEmpty()) {
            if (own.size() == 1) {
                return Answer.of(own.getFirst());
            }
            return Answer.refused(
                    own.isEmpty() && !caller.isAdmin()
                            ? new Forbidden("Only requesters of a tenant and admins file tickets.")
                            : Invalid.of("tenant", "tenant must be given by callers who file for several tenants"));
        }
        return TenantSlug.parse(named.get())
                .filter(caller::sees)
                .flatMap(ports.tenants()::find)
                .map(Tenant::slug)
                .map(slug -> caller.mayFileFor(slug)
                        ? Answer.of(slug)
                        : Answer.<TenantSlug>refused(new Forbidden(mayNotFile(slug))))
                .orElseGet(() -> Answer.refused(
                        Invalid.of("tenant", "tenant must be one that you may see; GET /v1/me lists yours")));
    }

    private static String mayNotFile(TenantSlug tenant) {
        return "Only requesters of tenant %s and admins file tickets for it.".formatted(tenant);
    }
}
