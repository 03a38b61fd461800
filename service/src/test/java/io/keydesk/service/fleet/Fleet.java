package io.keydesk.service.fleet;

import io.keydesk.service.access.Caller;
import io.keydesk.service.access.Role;
import io.keydesk.service.answer.Refusal;
import io.keydesk.service.approval.ApprovalPolicies;
import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Clusters;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.desk.Deciding;
import io.keydesk.service.desk.DeletionGrace;
import io.keydesk.service.desk.DeskPorts;
import io.keydesk.service.desk.FileTicket;
import io.keydesk.service.desk.Filing;
import io.keydesk.service.fleet.FleetUpgrading.Remark;
import io.keydesk.service.provisioning.FakeProvisioner;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Region.Engine;
import io.keydesk.service.provisioning.Regions;
import io.keydesk.service.store.Store;
import io.keydesk.service.tenant.Quota;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.SampleTickets;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.Tickets;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.ticket.When;
import io.keydesk.service.timeline.Event;
import io.keydesk.service.timeline.Timeline;
import io.keydesk.service.work.RecordingQueue;
import io.keydesk.service.work.RecordingTicketQueue;
import io.keydesk.service.work.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Clusters in a region that runs 8.0.1 and offers newer versions, with fakes behind the use cases. */
public final class Fleet {

    static final Caller ADMIN = new Caller("root", List.of(new Role.Admin()));
    static final Caller REQUESTER = new Caller("dana", List.of(new Role.Requester(SampleTenants.DEMO)));
    static final Caller APPROVER = new Caller("ada", List.of(new Role.Approver()));

    public static final String NEWER = "8.1.2";
    static final String WHY = "CVE-2025-49844 is used by attackers";
    static final Remark NO_REMARK = new Remark(Optional.empty(), Optional.empty());

    private static final Deciding.Remark SILENT =
            new Deciding.Remark(Optional.empty(), OptionalLong.empty(), Optional.empty());

    private static final long TIB = 1L << 40;

    final SettableClock clock = new SettableClock(SampleTickets.FILED_AT);
    final Clusters clusters;
    final Tickets tickets;
    final Timeline timeline;
    final FleetUpgrades upgrades;
    final Filing filing;
    final Deciding deciding;
    final FakeProvisioner region;
    final FleetPorts ports;
    final FleetUpgrading upgrading;
    final FleetAdvancing advancing;

    Fleet() {
        this(Store.inMemory(), new InMemoryFleetUpgrades());
    }

    /** One in which looking for tickets fails while a test says so. */
    Fleet(Faulty faulty) {
        this(faulty.in(Store.inMemory()), new InMemoryFleetUpgrades());
    }

    public Fleet(Store store, FleetUpgrades upgrades) {
        this.clusters = store.clusters();
        this.tickets = store.tickets();
        this.timeline = store.timeline();
        this.upgrades = upgrades;
        store.tenants().put(List.of(new Tenant(SampleTenants.DEMO, new Quota(500, TIB))));
        region = new FakeProvisioner(clock);
        region.become(offering("8.0.1", "8.0.2", NEWER));
        var desk = new DeskPorts(
                store.transactions(),
                tickets,
                clusters,
                store.tenants(),
                timeline,
                store.keys(),
                new RecordingQueue(),
                new RecordingTicketQueue(),
                new Regions(List.of(region)),
                new Catalogue(),
                new ApprovalPolicies(new ApprovalRules(true, true, false, 0, false)),
                DeletionGrace.NONE,
                clock);
        filing = new Filing(desk);
        deciding = new Deciding(desk);
        ports = new FleetPorts(upgrades, desk, filing, deciding);
        upgrading = new FleetUpgrading(ports);
        advancing = new FleetAdvancing(ports);
    }

    /** A region whose clusters run the first one, and can be upgraded to the others. */
    public static Region offering(String... versions) {
        return offering(Stream.of(versions)
                .map(version -> new Engine("valkey", version, false))
                .toArray(Engine[]::new));
    }

    static Region offering(Engine... engines) {
        return new Region(
                "local",
                "local",
                true,
                null,
                engines[0],
                null,
                Namespaces.ANY,
                Connection.DEFAULT_LABEL_PREFIX,
                List.of(engines));
    }

    /** The same region as an instance describes it that does not work in it. */
    static Region elsewhere(String usual) {
        return new Region(
                "local",
                "local",
                true,
                null,
                new Engine("valkey", usual, false),
                new Region.Server("two", "/home/two"));
    }

    static StartFleetUpgrade to(String version) {
        return new StartFleetUpgrade(version, WHY, StartFleetUpgrade.EVERYWHERE, 5, false);
    }

    public static StartFleetUpgrade atMost(int concurrency) {
        return new StartFleetUpgrade(NEWER, WHY, StartFleetUpgrade.EVERYWHERE, concurrency, false);
    }

    /** A cluster that is ready, with all that was needed for it. */
    public Cluster ready(String name, String environment) {
        var order = decided(order(name, environment));
        end(order);
        return clusters.find(order.clusterId()).orElseThrow();
    }

    /** A cluster whose order has failed. */
    void abandoned(String name, String environment) {
        var order = decided(order(name, environment));
        fail(order);
        update(clusters.find(order.clusterId()).orElseThrow().abandoned(clock.instant()));
    }

    private static OrderCluster order(String name, String environment) {
        return new OrderCluster(name, "session-cache", environment, "xs", "local", List.of("shop"), Map.of());
    }

    Ticket decided(TicketRequest request) {
        return decided(request, When.NOW);
    }

    Ticket decided(TicketRequest request, When when) {
        var ticket = filing.file(
                        REQUESTER,
                        new FileTicket(request, Optional.empty(), Optional.empty(), Optional.empty(), when),
                        Optional.empty())
                .orElseThrow(Fleet::unexpected);
        return deciding.approve(APPROVER, ticket.id().toString(), SILENT).orElseThrow(Fleet::unexpected);
    }

    /** By an admin, and not by a fleet upgrade. */
    void retried(Ticket ticket) {
        deciding.retry(ADMIN, ticket.id().toString(), SILENT).orElseThrow(Fleet::unexpected);
    }

    /** A fleet upgrade retries a ticket though something has changed since it looked. */
    void retryNow(FleetUpgrade upgrade, Cluster cluster) {
        new Turns(ports, new Holding(ports))
                .retry(upgrades.member(upgrade.id(), cluster.id()).orElseThrow());
    }

    public FleetUpgrade started(StartFleetUpgrade command) {
        return upgrading
                .start(ADMIN, command, Optional.empty())
                .orElseThrow(Fleet::unexpected)
                .upgrade();
    }

    public FleetProgress progress(FleetUpgrade upgrade) {
        return upgrading.upgrade(ADMIN, upgrade.id().toString()).orElseThrow(Fleet::unexpected);
    }

    Wave wave(FleetUpgrade upgrade, int index) {
        return progress(upgrade).waves().get(index);
    }

    MemberState state(FleetUpgrade upgrade, Cluster cluster) {
        return upgrades.member(upgrade.id(), cluster.id()).orElseThrow().state();
    }

    /** The upgrade that is under way on a cluster. */
    public Optional<Ticket> upgradeOf(Cluster cluster) {
        return tickets.working(cluster.id()).filter(ticket -> ticket.request() instanceof UpgradeVersion);
    }

    /** All upgrades that were ever filed for a cluster. */
    public List<Ticket> upgradesOf(Cluster cluster) {
        return tickets.list(SampleTickets.newest(1000)).stream()
                .filter(ticket -> ticket.clusterId().equals(cluster.id()))
                .filter(ticket -> ticket.request() instanceof UpgradeVersion)
                .toList();
    }

    /** The reconciler upgrades every cluster that has a ticket. */
    public void work() {
        clusters.living().forEach(id -> tickets.working(id).ifPresent(this::end));
    }

    /** The reconciler has brought a ticket to its end. */
    void end(Ticket ticket) {
        stored(working(ticket).fulfil(clock.instant()), ticket);
        settle(ticket.clusterId());
    }

    /** The reconciler has given a ticket up, and what it asks for was not seen on the nodes. */
    void fail(Ticket ticket) {
        stored(working(ticket).fail("The server did not start.", clock.instant()), ticket);
    }

    private InProgress working(Ticket ticket) {
        return switch (held(ticket).state()) {
            case Approved approved -> approved.start(new Progress(0, 1, "Starting"), clock.instant());
            case InProgress working -> working;
            case TicketState other -> throw new IllegalStateException(other.label());
        };
    }

    private void stored(TicketState state, Ticket ticket) {
        tickets.update(held(ticket).in(state, clock.instant()));
    }

    Ticket held(Ticket ticket) {
        return tickets.find(ticket.id()).orElseThrow();
    }

    private void settle(ClusterId id) {
        var cluster = clusters.find(id).orElseThrow();
        clusters.update(
                cluster.observed(SampleClusters.healthy(cluster.desired().number()), null, clock.instant()));
    }

    /** One step of every fleet upgrade. */
    public void advance() {
        advancing.advance();
    }

    void update(Cluster cluster) {
        clusters.update(cluster);
    }

    Cluster cluster(Cluster earlier) {
        return clusters.find(earlier.id()).orElseThrow();
    }

    List<String> told(Cluster cluster, String type) {
        return timeline.ofCluster(cluster.id(), 0, 1000).stream()
                .filter(event -> event.type().equals(type))
                .map(Event::message)
                .toList();
    }

    Instant now() {
        return clock.instant();
    }

    private static IllegalStateException unexpected(Refusal refusal) {
        return new IllegalStateException("refused: " + refusal);
    }
}
