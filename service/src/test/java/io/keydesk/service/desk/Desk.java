package io.keydesk.service.desk;

import io.keydesk.service.access.Caller;
import io.keydesk.service.access.Role;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.approval.ApprovalPolicies;
import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.approval.ExpiryRules;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.InMemoryClusters;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.desk.Deciding.Remark;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.provisioning.Regions;
import io.keydesk.service.reconcile.ScriptedProvisioner;
import io.keydesk.service.reconcile.TakingBack;
import io.keydesk.service.tenant.EnvironmentQuota;
import io.keydesk.service.tenant.InMemoryTenants;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.InMemoryTickets;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.InMemoryTimeline;
import io.keydesk.service.work.DirectTransactions;
import io.keydesk.service.work.InMemoryIdempotencyKeys;
import io.keydesk.service.work.RecordingQueue;
import io.keydesk.service.work.RecordingTicketQueue;
import io.keydesk.service.work.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The use cases with fakes behind them, and the people who call them. */
final class Desk {

    static final Caller VIEWER = new Caller("vera", List.of(new Role.Viewer(SampleTenants.DEMO)));
    static final Caller REQUESTER = new Caller("dana", List.of(new Role.Requester(SampleTenants.DEMO)));
    static final Caller OTHER_TENANT = new Caller("ari", List.of(new Role.Requester(SampleTenants.ACME)));
    static final Caller APPROVER = new Caller("ada", List.of(new Role.Approver()));
    static final Caller SECOND_APPROVER = new Caller("bob", List.of(new Role.Approver()));
    static final Caller TENANTS_APPROVER = new Caller("tess", List.of(new Role.TenantApprover(SampleTenants.DEMO)));
    static final Caller OTHER_TENANTS_APPROVER =
            new Caller("otto", List.of(new Role.TenantApprover(SampleTenants.ACME)));
    static final Caller ADMIN = new Caller("root", List.of(new Role.Admin()));
    static final Caller REQUESTER_AND_APPROVER =
            new Caller("dora", List.of(new Role.Requester(SampleTenants.DEMO), new Role.Approver()));

    static final Remark NO_REMARK = new Remark(Optional.empty(), OptionalLong.empty(), Optional.empty());

    static final long MIB = 1024L * 1024;

    final SettableClock clock = new SettableClock(SampleTickets.FILED_AT);
    final InMemoryClusters clusters = new InMemoryClusters();
    final InMemoryTickets tickets = new InMemoryTickets(clusters);
    final InMemoryTenants tenants = new InMemoryTenants(clusters::holdings);
    final InMemoryTimeline timeline = new InMemoryTimeline();
    final RecordingQueue queue = new RecordingQueue();
    final RecordingTicketQueue schedule = new RecordingTicketQueue();
    final ScriptedProvisioner region = new ScriptedProvisioner("local", "8.0.1");
    final DeskPorts ports;
    final Filing filing;
    final Correcting correcting;
    final Deciding deciding;
    final Scheduling scheduling;
    final Maintaining maintaining;
    final Expiring expiring;
    final ApprovingSeveral approvingSeveral;
    final Reading reading;
    final ClusterReading clusterReading;

    /** Every policy in force but those that approve by themselves. */
    Desk() {
        this(new ApprovalRules(true, true, false, 0, false));
    }

    Desk(ApprovalRules rules) {
        this(rules, DeletionGrace.NONE);
    }

    Desk(ApprovalRules rules, DeletionGrace grace) {
        tenants.put(SampleTenants.all());
        var ports = new DeskPorts(
                new DirectTransactions(),
                tickets,
                clusters,
                tenants,
                timeline,
                new InMemoryIdempotencyKeys(),
                queue,
                schedule,
                new Regions(List.of(region)),
                new Catalogue(),
                new ApprovalPolicies(rules),
                grace,
                clock);
        filing = new Filing(ports);
        correcting = new Correcting(ports);
        deciding = new Deciding(ports);
        scheduling = new Scheduling(ports);
        maintaining = new Maintaining(ports);
        expiring = new Expiring(ports, new ExpiryRules(Duration.ofDays(14), Duration.ofDays(2)));
        this.ports = ports;
        approvingSeveral = new ApprovingSeveral(ports);
        reading = new Reading(ports);
        clusterReading = new ClusterReading(ports);
    }

    /** The tenant {@code demo} with more room than one environment of it. */
    static Tenant demoWith(EnvironmentQuota narrower) {
        return new Tenant(SampleTenants.DEMO, new Quota(10, 64 * 1024 * MIB), List.of(narrower));
    }

    static OrderCluster order(String name) {
        return order(name, "development");
    }

    static OrderCluster order(String name, String environment) {
        return new OrderCluster(name, "session-cache", environment, "s", "local", List.of("shop"), Map.of());
    }

    static FileTicket filingOf(TicketRequest request) {
        return new FileTicket(request, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Remark saying(String comment) {
        return new Remark(Optional.of(comment), OptionalLong.empty(), Optional.empty());
    }

    static Remark onVersion(long version) {
        return new Remark(Optional.empty(), OptionalLong.of(version), Optional.empty());
    }

    static Remark keyed(String key, String fingerprint) {
        return new Remark(Optional.empty(), OptionalLong.empty(), Optional.of(new IdempotencyKey(key, fingerprint)));
    }

    static String ref(Ticket ticket) {
        return ticket.id().toString();
    }

    Ticket filed(TicketRequest request) {
        return filing.file(REQUESTER, filingOf(request), Optional.empty()).orElseThrow(Desk::unexpected);
    }

    Ticket approved(TicketRequest request) {
        return deciding.approve(APPROVER, ref(filed(request)), NO_REMARK).orElseThrow(Desk::unexpected);
    }

    Ticket filed(TicketRequest request, When when) {
        var filing = new FileTicket(request, Optional.empty(), Optional.empty(), Optional.empty(), when);
        return this.filing.file(REQUESTER, filing, Optional.empty()).orElseThrow(Desk::unexpected);
    }

    /** Approved, and not due yet. */
    Ticket scheduled(TicketRequest request, When when) {
        return deciding.approve(APPROVER, ref(filed(request, when)), NO_REMARK).orElseThrow(Desk::unexpected);
    }

    When in(Duration delay) {
        return new When.At(now().plus(delay));
    }

    /** Lets time pass, and a worker look at every ticket that is due by then. */
    void pass(Duration time) {
        clock.advance(time);
        schedule.take(now()).forEach(scheduling::carryOut);
    }

    /** Approved, and the reconciler has begun. */
    Ticket started(TicketRequest request) {
        var ticket = approved(request);
        return stored(ticket.in(((Approved) ticket.state()).start(new Progress(0, 1, "Starting"), now()), now()));
    }

    Ticket fulfilled(TicketRequest request) {
        var ticket = started(request);
        return stored(ticket.in(((InProgress) ticket.state()).fulfil(now()), now()));
    }

    /** With what it has changed taken back where the reconciler does that, after which the cluster is well. */
    Ticket failed(TicketRequest request) {
        var ticket = started(request);
        if (isTakenBack(request)) {
            var back = new TakingBack(clusters).takeBack(ticket, cluster(ticket), "keydesk", now());
            clusters.update(back.observed(SampleClusters.healthy(back.desired().number()), null, now()));
        }
        return stored(ticket.in(((InProgress) ticket.state()).fail("It did not work.", now()), now()));
    }

    private static boolean isTakenBack(TicketRequest request) {
        return switch (request) {
            case ChangeSettings _, ChangePlan _, ChangeAccess _, UpgradeVersion _, RollBack _, PowerOff _, FailOver _ ->
                true;
            case OrderCluster _, PowerOn _, RotateCredentials _, DeleteCluster _ -> false;
        };
    }

    /** The reconciler has brought the ticket to its end. */
    void end(Ticket ticket) {
        var approved = (Approved) ticket(ticket).state();
        var progress = new Progress(0, 1, "Starting");
        stored(ticket(ticket).in(approved.start(progress, now()).fulfil(now()), now()));
    }

    /** A cluster that is ready, with all that was needed for it. */
    Cluster ready(String name, String environment) {
        var ticket = fulfilled(order(name, environment));
        var cluster = cluster(ticket).observed(SampleClusters.healthy(1), null, now());
        clusters.update(cluster);
        return cluster;
    }

    Cluster cluster(Ticket ticket) {
        return cluster(ticket.clusterId());
    }

    Cluster cluster(ClusterId id) {
        return clusters.find(id).orElseThrow();
    }

    Ticket ticket(Ticket earlier) {
        return tickets.find(earlier.id()).orElseThrow();
    }

    static ChangeSettings settings(Cluster cluster, String name, Object value) {
        return new ChangeSettings(cluster.id(), Map.of(name, value), List.of());
    }

    static DeleteCluster deletion(Cluster cluster) {
        return new DeleteCluster(cluster.id());
    }

    List<String> events(Ticket ticket) {
        return timeline.ofTicket(ticket.id(), 0, 100).stream().map(Event::type).toList();
    }

    private Ticket stored(Ticket ticket) {
        tickets.update(ticket);
        return ticket;
    }

    private Instant now() {
        return clock.instant();
    }

    private static IllegalStateException unexpected(Refusal refusal) {
        return new IllegalStateException("refused: " + refusal);
    }
}
