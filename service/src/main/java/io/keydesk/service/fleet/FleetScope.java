package io.keydesk.service.fleet;

import io.keydesk.service.answer.Refusal.Invalid;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.ClusterQuery;
import io.keydesk.service.desk.DeskPorts;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Region.Engine;
import io.keydesk.service.ticket.UpgradeVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters a fleet upgrade would upgrade, and which not.
 *
 * @param leftOut what keeps others from it, most of them first
 * @param newer how many of those run something newer already
 */
public record FleetScope(List<Cluster> clusters, List<LeftOut> leftOut, int newer) {

    private static final int PAGE = 200;

    public FleetScope {
        clusters = List.copyOf(clusters);
        leftOut = List.copyOf(leftOut);
    }

    /** @param why said of all of them, such as {@code region north does not run 8.1.4} */
    public record LeftOut(String why, int clusters) {}

    /** Looks at every cluster of these environments that is not being deleted. */
    static FleetScope of(DeskPorts ports, Version wanted, List<Environment> environments) {
        var regions = ports.regions().all().stream().collect(Collectors.toMap(Region::name, Function.identity()));
        var found = new ArrayList<Cluster>();
        var reasons = new ArrayList<String>();
        int newer = 0;
        for (var cluster : living(ports)) {
            if (!environments.contains(cluster.environment())) {
                continue;
            }
            var region = Optional.ofNullable(regions.get(cluster.region()));
            var current = region.map(
                            there -> there.running(cluster.desired().state().version()))
                    .map(Region::engine);
            var why = whyNot(cluster.region(), region, current, wanted);
            why.ifPresentOrElse(reasons::add, () -> found.add(cluster));
            newer += current.filter(engine -> engine.parsed().isNewerThan(wanted))
                            .isPresent()
                    ? 1
                    : 0;
        }
        return new FleetScope(found, counted(reasons), newer);
    }

    private static List<Cluster> living(DeskPorts ports) {
        var all = new ArrayList<Cluster>();
        @Nullable ClusterId after = null;
        List<Cluster> page;
        do {
            page = ports.clusters().list(new ClusterQuery(Optional.empty(), null, null, null, null, after, PAGE));
            page.stream()
                    .filter(cluster -> !cluster.desired().state().deleted())
                    .forEach(all::add);
            after = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
        return all;
    }

    private static Optional<String> whyNot(
            String name, Optional<Region> region, Optional<Engine> current, Version wanted) {
        if (current.isEmpty()) {
            return Optional.of("what region %s runs is not known now; GET /v1/regions says why".formatted(name));
        }
        var engine = current.get();
        if (!wanted.isNewerThan(engine.parsed())) {
            return Optional.of(
                    engine.parsed().equals(wanted)
                            ? "they run %s already".formatted(wanted)
                            : "they run a newer version already");
        }
        var offered = region.flatMap(there -> there.engine(wanted));
        if (offered.isEmpty()) {
            return Optional.of("region %s does not run %s".formatted(name, wanted));
        }
        return UpgradeVersion.leads(engine, offered.get())
                ? Optional.empty()
                : Optional.of("they run %s %s, whose data %s does not read"
                        .formatted(engine.name(), engine.version(), wanted));
    }

    private static List<LeftOut> counted(List<String> reasons) {
        return reasons.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.summingInt(_ -> 1)))
                .entrySet()
                .stream()
                .map(entry -> new LeftOut(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(LeftOut::clusters).reversed().thenComparing(LeftOut::why))
                .toList();
    }

    /** Why nothing can be upgraded to this version; nothing if there is something. */
    Optional<Invalid> refusal(Version wanted, List<Region> regions) {
        if (!clusters.isEmpty()) {
            return Optional.empty();
        }
        if (regions.stream().noneMatch(region -> region.engine(wanted).isPresent())) {
            return refused("version %s runs in no region: choose from %s, or ask those who run keydesk to offer it"
                    .formatted(wanted, offered(regions)));
        }
        int others = leftOut.stream().mapToInt(LeftOut::clusters).sum();
        if (others > 0 && newer == others) {
            return refused(
                    "version must be newer than what clusters run: all %d run something newer than %s, and there is no way back"
                            .formatted(others, wanted));
        }
        return refused(
                "no cluster can be upgraded to %s: %s".formatted(wanted, others == 0 ? "there is none" : words()));
    }

    private String words() {
        return leftOut.stream()
                .map(left -> "of %d, %s".formatted(left.clusters(), left.why()))
                .collect(Collectors.joining("; "));
    }

    private static String offered(List<Region> regions) {
        var versions = regions.stream()
                .flatMap(region -> region.engines().stream())
                .map(Engine::parsed)
                .distinct()
                .sorted()
                .map(Version::toString)
                .collect(Collectors.joining(", "));
        return versions.isEmpty() ? "none at present" : versions;
    }

    private static Optional<Invalid> refused(String message) {
        return Optional.of(Invalid.of("version", message));
    }
}
