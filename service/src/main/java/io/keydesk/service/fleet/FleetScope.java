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
 */
public record FleetScope(List<Cluster> clusters, List<LeftOut> leftOut) {

    private static final int PAGE = 200;

    private static final String NEWER = "they run a newer version already";

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
        for (var cluster : living(ports)) {
            if (environments.contains(cluster.environment())) {
                var region = Optional.ofNullable(regions.get(cluster.region()));
                whyNot(Prospect.of(ports.clusters(), region, cluster, wanted), cluster.region(), wanted)
                        .ifPresentOrElse(reasons::add, () -> found.add(cluster));
            }
        }
        return new FleetScope(found, counted(reasons));
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

    /** Nothing of one that is being upgraded, which may fail: it is waited for, and looked at again. */
    private static Optional<String> whyNot(Prospect prospect, String region, Version wanted) {
        return switch (prospect) {
            case Prospect.Open _, Prospect.Coming _ -> Optional.empty();
            case Prospect.Reached _ -> Optional.of("they run %s already".formatted(wanted));
            case Prospect.Passed _ -> Optional.of(NEWER);
            case Prospect.Strange(var current) ->
                Optional.of("they run %s %s, whose data %s does not read"
                        .formatted(current.name(), current.version(), wanted));
            case Prospect.Missing _ -> Optional.of("region %s does not run %s".formatted(region, wanted));
            case Prospect.Unknown _ ->
                Optional.of("what region %s runs is not known now; GET /v1/regions says why".formatted(region));
            case Prospect.Elsewhere(var server) ->
                Optional.of(
                        "only %s, which works in region %s, knows what that runs: ask there".formatted(server, region));
            case Prospect.Off _ ->
                Optional.of(
                        "they are powered off, and keep their version until an upgrade-version is filed for each once it is on");
            case Prospect.NeverReady _ -> Optional.of("they were never ready, and their orders have failed");
        };
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
        if (regions.stream().noneMatch(region -> mayRun(region, wanted))) {
            return refused("version %s runs in no region: choose from %s, or ask those who run keydesk to offer it"
                    .formatted(wanted, offered(regions)));
        }
        if (leftOut.size() == 1 && leftOut.getFirst().why().equals(NEWER)) {
            return refused(
                    "version must be newer than what clusters run: all %d run something newer than %s, and there is no way back"
                            .formatted(leftOut.getFirst().clusters(), wanted));
        }
        return refused("no cluster can be upgraded to %s: %s"
                .formatted(wanted, leftOut.isEmpty() ? "there is none" : words()));
    }

    /** What another instance's region runs, that one knows. */
    private static boolean mayRun(Region region, Version wanted) {
        return region.server() != null || region.engine(wanted).isPresent();
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
