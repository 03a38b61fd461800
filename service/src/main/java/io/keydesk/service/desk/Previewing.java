package io.keydesk.service.desk;

import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.catalogue.Setting;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.tenant.Holdings;
import io.keydesk.service.tenant.Tenant;
import io.keydesk.service.ticket.ChangeAccess;
import io.keydesk.service.ticket.ChangePlan;
import io.keydesk.service.ticket.ChangeSettings;
import io.keydesk.service.ticket.DeleteCluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.OrderCluster;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.Preview;
import io.keydesk.service.ticket.Preview.AccessChange;
import io.keydesk.service.ticket.Preview.PlanChange;
import io.keydesk.service.ticket.Preview.SettingChange;
import io.keydesk.service.ticket.Preview.VersionChange;
import io.keydesk.service.ticket.RollBack;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.UpgradeVersion;
import io.keydesk.service.work.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what carrying out a request would change. */
final class Previewing {

    private static final Logger log = LoggerFactory.getLogger(Previewing.class);

    private static final int NODES = 3;

    /** How long writes waited in the slowest of five measured hand-overs of a primary. */
    private static final Duration HAND_OVER = Duration.ofMillis(1200);

    private final DeskPorts ports;
    private final Timing timing;
    private final Precedence precedence;

    Previewing(DeskPorts ports) {
        this.ports = ports;
        this.timing = new Timing(ports.grace());
        this.precedence = new Precedence(ports.tickets());
    }

    /** @param next what the request makes of the cluster */
    Preview preview(Holdings holdings, Asked asked, Optional<Cluster> cluster, DesiredState next) {
        return preview(holdings, asked, cluster, next, work(holdings.tenant(), asked.request(), cluster, next));
    }

    /** The same without what only the region knows, which is not asked. */
    Preview outline(Holdings holdings, Asked asked, Optional<Cluster> cluster, DesiredState next) {
        return preview(holdings, asked, cluster, next, PlannedWork.NONE);
    }

    private Preview preview(
            Holdings holdings, Asked asked, Optional<Cluster> cluster, DesiredState next, PlannedWork work) {
        var request = asked.request();
        var now = Times.now(ports.clock());
        var dueAt = timing.later(asked, cluster, now);
        var before = cluster.map(existing -> existing.desired().state());
        var changes = settingChanges(request, before, next);
        var planBefore = before.map(state -> ports.catalogue().storedPlan(state.plan()));
        var planAfter =
                next.deleted() ? Optional.<Plan>empty() : ports.catalogue().plan(next.plan());
        var environment = Drafting.environment(request, cluster);
        boolean rolls = work.rolls()
                || request instanceof UpgradeVersion
                || cluster.isPresent() && changes.stream().anyMatch(change -> !change.live());
        var plan = planChange(planBefore, planAfter);
        var access = accessChange(before, next);
        var version = versionChange(request, cluster);
        var growth = Growth.between(before, next, ports.catalogue());
        var warnings = Stream.of(
                cluster.map(existing -> precedence.warnings(existing, asked.ticket(), now))
                        .orElse(List.of()),
                warnings(request, cluster, changes, rolls),
                cluster.map(existing ->
                                new DeletionWarnings(existing, timing.grace(request, cluster), now).of(request, dueAt))
                        .orElse(List.of()),
                cluster.map(existing -> new FitWarnings(ports.catalogue(), existing, next).of(plan, access))
                        .orElse(List.of()),
                upgradeWarnings(request, cluster, version),
                work.warnings());
        return new Preview(
                request.summary(),
                changes,
                plan,
                access,
                work.objects(),
                rolls ? NODES : 0,
                writePause(request, rolls),
                growth.ofClusters(holdings, environment),
                growth.ofMemory(holdings, environment, ports.catalogue()),
                before.map(DesiredState::poweredOff).orElse(false) ? BigDecimal.ZERO : cost(planBefore),
                next.poweredOff() ? BigDecimal.ZERO : cost(planAfter),
                warnings.flatMap(List::stream).toList(),
                cluster.map(existing -> existing.desired().number()).orElse(0),
                version,
                dueAt.orElse(null));
    }

    /** {@code null} where there is nothing to be written to afterwards. */
    private static @Nullable Duration writePause(TicketRequest request, boolean rolls) {
        if (request instanceof PowerOff || request instanceof DeleteCluster) {
            return null;
        }
        return rolls || request instanceof FailOver ? HAND_OVER : Duration.ZERO;
    }

    /** In a month; what is off costs nothing. */
    private static BigDecimal cost(Optional<Plan> plan) {
        return plan.map(Plan::monthlyCost).orElse(BigDecimal.ZERO);
    }

    private static @Nullable PlanChange planChange(Optional<Plan> before, Optional<Plan> after) {
        return before.equals(after)
                ? null
                : new PlanChange(
                        before.map(Plan::name).orElse(null),
                        after.map(Plan::name).orElse(null),
                        before.map(Plan::memoryBytes).orElse(0L),
                        after.map(Plan::memoryBytes).orElse(0L));
    }

    private static @Nullable AccessChange accessChange(Optional<DesiredState> before, DesiredState next) {
        var had = before.map(DesiredState::namespaces).orElse(List.of());
        var has = next.deleted() ? List.<String>of() : next.namespaces();
        var added = has.stream().filter(namespace -> !had.contains(namespace)).toList();
        var removed = had.stream().filter(namespace -> !has.contains(namespace)).toList();
        return added.isEmpty() && removed.isEmpty() ? null : new AccessChange(added, removed);
    }

    /** {@code null} also while nobody knows what the region runs. */
    private @Nullable VersionChange versionChange(TicketRequest request, Optional<Cluster> cluster) {
        if (!(request instanceof UpgradeVersion upgrade)) {
            return null;
        }
        var existing = cluster.orElseThrow();
        return ports.regions()
                .find(existing.region())
                .map(there -> there.region().running(existing.desired().state().version()))
                .map(Region::engine)
                .map(engine -> new VersionChange(
                        engine.version(),
                        upgrade.version(),
                        new Staging(ports).versionBefore(existing).orElse(null)))
                .orElse(null);
    }

    private List<String> upgradeWarnings(
            TicketRequest request, Optional<Cluster> cluster, @Nullable VersionChange change) {
        return request instanceof UpgradeVersion upgrade && change != null
                ? new UpgradeWarnings(ports.catalogue(), cluster.orElseThrow(), LocalDate.now(ports.clock()))
                        .of(upgrade, change)
                : List.of();
    }

    /** For a new cluster, what was named and what its purpose sets; else what will differ. */
    private List<SettingChange> settingChanges(
            TicketRequest request, Optional<DesiredState> before, DesiredState next) {
        var changes = new ArrayList<SettingChange>();
        for (Setting setting : ports.catalogue().settings()) {
            var name = setting.name();
            var to = Objects.requireNonNull(next.settings().get(name));
            if (before.isPresent()) {
                var from = before.get().settings().get(name);
                if (!to.equals(from)) {
                    changes.add(new SettingChange(name, from, to, !setting.requiresRestart()));
                }
            } else if (request.namedSettings().containsKey(name) || !to.equals(setting.defaultValue())) {
                changes.add(new SettingChange(name, null, to, !setting.requiresRestart()));
            }
        }
        return changes;
    }

    private PlannedWork work(Tenant tenant, TicketRequest request, Optional<Cluster> cluster, DesiredState next) {
        return switch (request) {
            case OrderCluster order ->
                work(
                        order.region(),
                        new DesiredCluster(new ClusterId(new UUID(0, 0)), tenant.slug(), order.name(), "", 1, next));
            case ChangeSettings _,
                    ChangePlan _,
                    ChangeAccess _,
                    UpgradeVersion _,
                    RollBack _,
                    PowerOff _,
                    PowerOn _,
                    FailOver _,
                    RotateCredentials _,
                    DeleteCluster _ -> {
                var existing = cluster.orElseThrow();
                yield work(
                        existing.region(),
                        new DesiredCluster(
                                existing.id(),
                                tenant.slug(),
                                existing.name(),
                                "",
                                existing.desired().number() + 1,
                                next));
            }
        };
    }

    private PlannedWork work(String region, DesiredCluster desired) {
        return ports.regions()
                .find(region)
                .map(there -> withWarning(there.region(), work(there, desired)))
                .orElse(PlannedWork.NONE);
    }

    /** A region that cannot be asked keeps nobody from filing. */
    private static PlannedWork work(Provisioner region, DesiredCluster desired) {
        try {
            return region.preview(desired);
        } catch (RuntimeException e) {
            log.atWarn()
                    .setMessage("A region cannot preview")
                    .addKeyValue("region", region.region().name())
                    .setCause(e)
                    .log();
            return new PlannedWork(
                    List.of(),
                    List.of("What would be touched cannot be told: region %s failed unexpectedly."
                            .formatted(region.region().name())));
        }
    }

    private static PlannedWork withWarning(Region region, PlannedWork work) {
        if (region.healthy()) {
            return work;
        }
        var why = Objects.requireNonNullElse(region.message(), "It says nothing of why.");
        var warning = "Region %s is away: %s%s The work on a ticket waits until it is back."
                .formatted(region.name(), why, why.endsWith(".") ? "" : ".");
        return new PlannedWork(
                work.objects(),
                Stream.concat(Stream.of(warning), work.warnings().stream()).toList(),
                work.rolls());
    }

    private List<String> warnings(
            TicketRequest request, Optional<Cluster> cluster, List<SettingChange> changes, boolean rolls) {
        var warnings = new ArrayList<String>();
        var purpose = switch (request) {
            case OrderCluster order -> order.purposeOrThrow();
            case ChangeSettings _,
                    ChangePlan _,
                    ChangeAccess _,
                    UpgradeVersion _,
                    RollBack _,
                    PowerOff _,
                    PowerOn _,
                    FailOver _,
                    RotateCredentials _,
                    DeleteCluster _ -> cluster.orElseThrow().purpose();
        };
        changes.stream()
                .filter(change -> change.name().equals("maxmemory-policy"))
                .forEach(change -> evictionWarning(purpose, change.to()).ifPresent(warnings::add));
        if (rolls) {
            warnings.add(
                    "All nodes are restarted one after the other; clients reconnect once, and writes wait for about %d ms."
                            .formatted(HAND_OVER.toMillis()));
        }
        if (cluster.isPresent() && !(request instanceof DeleteCluster)) {
            ports.regions()
                    .servedElsewhere(cluster.orElseThrow().region())
                    .ifPresent(server -> warnings.add(
                            "Which files and processes are touched is known to the instance that serves the region (%s)."
                                    .formatted(server)));
        }
        if (changes.stream().anyMatch(Previewing::dropsDatabases)) {
            warnings.add(
                    "As long as a database beyond the new number holds keys, this cannot be done: the ticket fails, and nothing is changed. Move those keys, or remove them, before.");
        }
        cluster.ifPresent(existing -> warnings.addAll(new PowerWarnings(existing).of(request)));
        cluster.ifPresent(existing -> warnings.addAll(new RotationWarnings(existing).of(request)));
        return warnings;
    }

    private static boolean dropsDatabases(SettingChange change) {
        return change.name().equals("databases")
                && change.from() != null
                && Integer.parseInt(change.to()) < Integer.parseInt(change.from());
    }

    private static Optional<String> evictionWarning(Purpose purpose, String policy) {
        if (policy.startsWith("volatile-") && purpose.recommendedTtl().isEmpty()) {
            return Optional.of(
                    "maxmemory-policy %s only evicts keys that have a TTL; without such keys, as is usual for %s, it acts as noeviction."
                            .formatted(policy, purpose.label()));
        }
        if (policy.equals("noeviction") && purpose.recommendedTtl().isPresent()) {
            return Optional.of("maxmemory-policy noeviction refuses writes once the memory is full.");
        }
        return Optional.empty();
    }
}
