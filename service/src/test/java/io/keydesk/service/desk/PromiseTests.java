package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Answer.Refused;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.catalogue.Setting;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Rotated;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedObject.Action;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.SampleTenants;
import io.keydesk.service.tenant.Share;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Preview.Use;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.UpgradeVersion;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Carrying out what was previewed leaves exactly what the preview has said: tried with random changes in random order. */
class PromiseTests {

    private static final int CHANGES = 150;

    private static final Catalogue CATALOGUE = new Catalogue();

    private static final Map<String, List<String>> VALUES = Map.of(
            "timeout", List.of("0", "60", "300"),
            "maxmemory-policy", List.of("allkeys-lru", "noeviction", "volatile-ttl"),
            "notify-keyspace-events", List.of("", "KEA"),
            "databases", List.of("8", "16", "32"),
            "io-threads", List.of("1", "2", "4"),
            "persistence", List.of("off", "rdb", "aof"));

    private static final List<String> VERSIONS = List.of("8.0.1", "8.0.2", "8.1.0", "8.1.2", "9.0.0", "9.9.9", "new");

    private static final List<String> NAMESPACES = List.of("shop", "web", "api", "batch");

    private final Desk desk = new Desk();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void leavesWhatThePreviewSays(long seed) {
        var random = new Random(seed);
        desk.region.offering("8.0.2", "8.1.0", "8.1.2", "9.0.0");
        var kinds = new ArrayList<String>();
        var current = Optional.<Cluster>empty();
        for (int i = 0; i < CHANGES; i++) {
            var before = current.map(cluster -> use(cluster, random));
            var request = before.map(cluster -> request(cluster, random)).orElseGet(() -> order(random));
            var work = work(random);
            desk.region.previewing(() -> work);
            switch (desk.filing.file(Desk.REQUESTER, Desk.filingOf(request), Optional.empty())) {
                case Given<Ticket>(Ticket ticket) -> {
                    var holdings = holdings();
                    carryOut(ticket);
                    var after = desk.cluster(ticket);
                    assertPromise(
                            ticket, before.map(cluster -> cluster.desired().state()), after);
                    assertRegionWasAsked(ticket, work, after);
                    current = left(after);
                    assertQuota(ticket, holdings, holdings());
                    kinds.add(request.kind());
                }
                case Refused<Ticket> _ ->
                    assertThat(before.map(cluster -> desk.cluster(cluster.id())))
                            .isEqualTo(before);
            }
        }
        assertThat(kinds).hasSizeGreaterThan(CHANGES / 4).contains("order-cluster", "delete-cluster");
    }

    private static void assertPromise(Ticket ticket, Optional<DesiredState> before, Cluster cluster) {
        var preview = ticket.preview();
        var after = cluster.desired().state();
        var settings = new TreeMap<>(before.map(DesiredState::settings).orElseGet(PromiseTests::defaults));
        for (var change : preview.settings()) {
            var from = settings.put(change.name(), change.to());
            assertThat(change.from()).isEqualTo(before.isPresent() ? from : null);
        }
        assertThat(after.settings()).isEqualTo(settings);

        assertPlan(preview, before, after);
        assertThat(preview.monthlyCostBefore())
                .isEqualTo(before.map(PromiseTests::cost).orElse(BigDecimal.ZERO));
        assertThat(preview.monthlyCostAfter()).isEqualTo(cost(after));
        assertAccess(preview, before, after);

        var version = preview.version();
        var versionBefore = before.map(DesiredState::version).orElse(null);
        assertThat(after.version()).isEqualTo(version == null ? versionBefore : version.to());
        if (version != null && versionBefore != null) {
            assertThat(versionBefore).isEqualTo(version.from());
        }

        var request = ticket.request();
        assertThat(after.deleted()).isEqualTo(request instanceof DeleteCluster);
        boolean off = before.map(DesiredState::poweredOff).orElse(false);
        assertThat(after.poweredOff())
                .isEqualTo(
                        switch (request) {
                            case PowerOff _ -> true;
                            case PowerOn _ -> false;
                            default -> off;
                        });
        assertThat(after.drill()).isEqualTo(request instanceof FailOver);
        assertThat(after.generation())
                .isEqualTo(before.map(DesiredState::generation).orElse(1)
                        + (request instanceof RotateCredentials ? 1 : 0));
        assertThat(before.map(DesiredState::lasting)).isNotEqualTo(Optional.of(after));
    }

    private static SortedMap<String, String> defaults() {
        return CATALOGUE.settings().stream()
                .collect(Collectors.toMap(Setting::name, Setting::defaultValue, (one, _) -> one, TreeMap::new));
    }

    private static void assertPlan(Preview preview, Optional<DesiredState> before, DesiredState after) {
        var plan = preview.plan();
        var was = before.map(DesiredState::plan).orElse(null);
        var is = after.deleted() ? null : after.plan();
        assertThat(is).isEqualTo(plan == null ? was : plan.to());
        assertThat(was).isEqualTo(plan == null ? is : plan.from());
    }

    private static void assertAccess(Preview preview, Optional<DesiredState> before, DesiredState after) {
        var namespaces = new HashSet<>(before.map(DesiredState::namespaces).orElse(List.of()));
        var access = preview.access();
        if (access != null) {
            assertThat(namespaces.removeAll(access.removed()))
                    .isEqualTo(!access.removed().isEmpty());
            assertThat(namespaces.addAll(access.added()))
                    .isEqualTo(!access.added().isEmpty());
        }
        assertThat(after.deleted() ? List.of() : after.namespaces()).containsExactlyInAnyOrderElementsOf(namespaces);
    }

    /** For what is carried out now, and for nothing else; what it has said is all there. */
    private void assertRegionWasAsked(Ticket ticket, PlannedWork work, Cluster after) {
        var preview = ticket.preview();
        var asked = desk.region.previewed().getLast();
        assertThat(asked.state()).isEqualTo(after.desired().state());
        assertThat(asked.revision()).isEqualTo(after.desired().number());
        assertThat(preview.objects()).isEqualTo(work.objects());
        assertThat(preview.warnings()).containsAll(work.warnings());
        boolean live = preview.version() == null
                && (ticket.request() instanceof OrderCluster
                        || preview.settings().stream().allMatch(change -> change.live()));
        boolean rolls = work.rolls() || !live;
        assertThat(preview.restarts()).isEqualTo(rolls ? 3 : 0);
        boolean ends = ticket.request() instanceof DeleteCluster || ticket.request() instanceof PowerOff;
        if (ends) {
            assertThat(preview.writePause()).isNull();
        } else {
            assertThat(preview.writePause())
                    .isEqualTo(rolls || ticket.request() instanceof FailOver ? Duration.ofMillis(1200) : Duration.ZERO);
        }
    }

    private static void assertQuota(Ticket ticket, Holdings before, Holdings after) {
        assertUse(ticket.preview().clusters(), before.clusterShare(), after.clusterShare());
        assertUse(ticket.preview().memoryBytes(), before.memoryShare(CATALOGUE), after.memoryShare(CATALOGUE));
    }

    private static void assertUse(Use promised, Share before, Share after) {
        assertThat(promised.used()).isEqualTo(before.used());
        assertThat(promised.used() + promised.requested()).isEqualTo(after.used());
    }

    private Holdings holdings() {
        return desk.tenants.holdings(SampleTenants.DEMO).orElseThrow();
    }

    /** Nothing is left of one whose deletion is done. */
    private Optional<Cluster> left(Cluster cluster) {
        if (!cluster.desired().state().deleted()) {
            return Optional.of(cluster);
        }
        desk.clusters.update(cluster.gone(desk.clock.instant()));
        return Optional.empty();
    }

    private static BigDecimal cost(DesiredState state) {
        return state.poweredOff() || state.deleted()
                ? BigDecimal.ZERO
                : CATALOGUE.storedPlan(state.plan()).monthlyCost();
    }

    /** What a region may say that it would do. */
    private static PlannedWork work(Random random) {
        var objects = new ArrayList<PlannedObject>();
        for (int i = random.nextInt(4); i > 0; i--) {
            objects.add(new PlannedObject("process", "node " + i, pick(List.of(Action.values()), random)));
        }
        return new PlannedWork(objects, List.of("It is " + random.nextInt(100)), random.nextInt(5) == 0);
    }

    /** Of a new cluster, sense or nonsense. */
    private static OrderCluster order(Random random) {
        var settings = random.nextBoolean() ? Map.<String, Object>of() : Map.<String, Object>copyOf(setting(random));
        return new OrderCluster(
                pick(List.of("cache", "locks", "No name"), random),
                pick(List.of("session-cache", "locks", "pub-sub", "nothing"), random),
                pick(List.of("development", "staging"), random),
                plan(random),
                "local",
                some(random),
                settings);
    }

    private static Map<String, String> setting(Random random) {
        var name = name(random);
        return Map.of(name, pick(VALUES.getOrDefault(name, List.of()), random));
    }

    private static String name(Random random) {
        return pick(List.copyOf(new TreeMap<>(VALUES).keySet()), random);
    }

    private static String plan(Random random) {
        return pick(
                Stream.concat(CATALOGUE.plans().stream().map(Plan::name), Stream.of("xxl"))
                        .toList(),
                random);
    }

    /** Whatever keydesk may be asked of the cluster, sense or nonsense. */
    private static TicketRequest request(Cluster cluster, Random random) {
        if (cluster.desired().state().poweredOff() && random.nextBoolean()) {
            return new PowerOn(cluster.id());
        }
        return switch (random.nextInt(17)) {
            case 0, 1, 2 ->
                random.nextInt(4) == 0
                        ? new ChangeSettings(cluster.id(), Map.of(), List.of(name(random)))
                        : new ChangeSettings(cluster.id(), Map.copyOf(setting(random)), List.of());
            case 3, 4, 5 -> new ChangePlan(cluster.id(), plan(random));
            case 6, 7, 8 -> new ChangeAccess(cluster.id(), some(random), some(random));
            case 9 -> new PowerOff(cluster.id());
            case 10 -> new PowerOn(cluster.id());
            case 11 -> new FailOver(cluster.id());
            case 12 -> new RotateCredentials(cluster.id(), pick(List.of("", "PT0S", "PT1H", "P8D"), random), false);
            case 13 -> new UpgradeVersion(cluster.id(), pick(VERSIONS, random));
            case 14 -> new DeleteCluster(cluster.id());
            default ->
                new RollBack(cluster.id(), random.nextInt(cluster.desired().number() + 2));
        };
    }

    private static List<String> some(Random random) {
        var some = new ArrayList<String>();
        for (var namespace : NAMESPACES) {
            if (random.nextInt(4) == 0) {
                some.add(namespace);
            }
        }
        return some;
    }

    private static <T> T pick(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private Cluster use(Cluster cluster, Random random) {
        int generation = cluster.desired().state().generation();
        var seen = SampleClusters.healthy(cluster.desired().number());
        desk.clusters.update(cluster.observed(
                SampleClusters.using(seen, random.nextInt(1000) * Desk.MIB)
                        .rotated(generation == 1 ? null : new Rotated(generation, Instant.EPOCH, null, null)),
                null,
                desk.clock.instant()));
        return desk.cluster(cluster.id());
    }

    private void carryOut(Ticket ticket) {
        assertThat(desk.deciding.approve(Desk.APPROVER, Desk.ref(ticket), Desk.NO_REMARK))
                .isGiven();
        var approved = desk.ticket(ticket);
        var at = desk.clock.instant();
        var started = approved.in(((Approved) approved.state()).start(new Progress(0, 1, "Starting"), at), at);
        desk.tickets.update(started.in(((InProgress) started.state()).fulfil(at), at));
    }
}
