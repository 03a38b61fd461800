package io.keydesk.service.desk;

import static io.keydesk.service.ServiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Answer.Refused;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Rotated;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.Ticket;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState.Approved;
import io.keydesk.service.ticket.TicketState.InProgress;
import io.keydesk.service.ticket.UpgradeVersion;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
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
        var cluster = desk.ready("cache", "development");
        int carriedOut = 0;
        for (int i = 0; i < CHANGES; i++) {
            var before = use(desk.cluster(cluster.id()), random);
            var request = request(before, random);
            switch (desk.filing.file(Desk.REQUESTER, Desk.filingOf(request), Optional.empty())) {
                case Given<Ticket>(Ticket ticket) -> {
                    long memory = memory(before);
                    carryOut(ticket);
                    var after = desk.cluster(cluster.id());
                    assertPromise(
                            ticket, before.desired().state(), after.desired().state());
                    assertThat(ticket.preview().memoryBytes().used()).isEqualTo(memory);
                    assertThat(ticket.preview().memoryBytes().used()
                                    + ticket.preview().memoryBytes().requested())
                            .isEqualTo(memory(after));
                    carriedOut++;
                }
                case Refused<Ticket> _ -> assertThat(desk.cluster(cluster.id())).isEqualTo(before);
            }
        }
        assertThat(carriedOut).isGreaterThan(CHANGES / 4);
    }

    private static void assertPromise(Ticket ticket, DesiredState before, DesiredState after) {
        var preview = ticket.preview();
        var settings = new TreeMap<>(before.settings());
        for (var change : preview.settings()) {
            assertThat(settings.put(change.name(), change.to())).isEqualTo(change.from());
        }
        assertThat(after.settings()).isEqualTo(settings);

        var plan = preview.plan();
        assertThat(after.plan()).isEqualTo(plan == null ? before.plan() : plan.to());
        assertThat(before.plan()).isEqualTo(plan == null ? after.plan() : plan.from());
        assertThat(preview.monthlyCostBefore()).isEqualTo(cost(before));
        assertThat(preview.monthlyCostAfter()).isEqualTo(cost(after));

        var namespaces = new HashSet<>(before.namespaces());
        var access = preview.access();
        if (access != null) {
            assertThat(namespaces.removeAll(access.removed()))
                    .isEqualTo(!access.removed().isEmpty());
            assertThat(namespaces.addAll(access.added()))
                    .isEqualTo(!access.added().isEmpty());
        }
        assertThat(after.namespaces()).containsExactlyInAnyOrderElementsOf(namespaces);

        var version = preview.version();
        assertThat(after.version()).isEqualTo(version == null ? before.version() : version.to());
        if (version != null && before.version() != null) {
            assertThat(before.version()).isEqualTo(version.from());
        }

        boolean live = version == null && preview.settings().stream().allMatch(change -> change.live());
        assertThat(preview.restarts()).isEqualTo(live ? 0 : 3);
        assertThat(after.deleted()).isFalse();
        assertThat(after.poweredOff())
                .isEqualTo(
                        switch (ticket.request()) {
                            case PowerOff _ -> true;
                            case PowerOn _ -> false;
                            default -> before.poweredOff();
                        });
        assertThat(after.drill()).isEqualTo(ticket.request() instanceof FailOver);
        assertThat(after.generation())
                .isEqualTo(before.generation() + (ticket.request() instanceof RotateCredentials ? 1 : 0));
        assertThat(after).isNotEqualTo(before.lasting());
    }

    private static BigDecimal cost(DesiredState state) {
        return state.poweredOff() ? BigDecimal.ZERO : plan(state).monthlyCost();
    }

    private static Plan plan(DesiredState state) {
        return CATALOGUE.storedPlan(state.plan());
    }

    private static long memory(Cluster cluster) {
        return plan(cluster.desired().state()).memoryBytes();
    }

    /** Whatever keydesk may be asked of the cluster, sense or nonsense. */
    private static TicketRequest request(Cluster cluster, Random random) {
        if (cluster.desired().state().poweredOff() && random.nextBoolean()) {
            return new PowerOn(cluster.id());
        }
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> {
                var name = pick(List.copyOf(new TreeMap<>(VALUES).keySet()), random);
                yield random.nextInt(4) == 0
                        ? new ChangeSettings(cluster.id(), Map.of(), List.of(name))
                        : new ChangeSettings(
                                cluster.id(),
                                Map.of(name, pick(VALUES.getOrDefault(name, List.of()), random)),
                                List.of());
            }
            case 3, 4, 5 ->
                new ChangePlan(
                        cluster.id(),
                        pick(
                                Stream.concat(CATALOGUE.plans().stream().map(Plan::name), Stream.of("xxl"))
                                        .toList(),
                                random));
            case 6, 7, 8 -> new ChangeAccess(cluster.id(), some(random), some(random));
            case 9 -> new PowerOff(cluster.id());
            case 10 -> new PowerOn(cluster.id());
            case 11 -> new FailOver(cluster.id());
            case 12 -> new RotateCredentials(cluster.id(), pick(List.of("", "PT0S", "PT1H", "P8D"), random), false);
            case 13 -> new UpgradeVersion(cluster.id(), pick(VERSIONS, random));
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
