package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.catalogue.Setting;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Revision;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.tenant.TenantSlug;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What can be asked for at this moment: the catalogue, and the regions as they are.
 *
 * @param tenant for whom it is asked
 * @param target the cluster that a request concerns; nothing for a new one
 */
public record Offer(Catalogue catalogue, List<Region> regions, TenantSlug tenant, Optional<Target> target) {

    private static final int LONGEST_NAMESPACE = 63;
    /** How many namespaces may reach one cluster. */
    static final int MOST_NAMESPACES = 20;

    /**
     * What a request concerns.
     *
     * @param region of the cluster, if that is still configured
     * @param plan that the cluster has
     */
    public record Target(Optional<Region> region, Cluster cluster, Plan plan, History history) {

        public Purpose purpose() {
            return cluster.purpose();
        }

        public DesiredState state() {
            return cluster.desired().state();
        }
    }

    /** What was desired of a cluster earlier. */
    @FunctionalInterface
    public interface History {

        /** Nothing for a number that the cluster has not reached. */
        Optional<Revision> revision(int number);
    }

    Optional<Region> region(String name) {
        return regions.stream().filter(region -> region.name().equals(name)).findFirst();
    }

    String regionNames() {
        return regions.stream().map(Region::name).collect(Collectors.joining(", "));
    }

    String planNames() {
        return catalogue.plans().stream().map(Plan::name).collect(Collectors.joining(", "));
    }

    /** The settings with canonical values, without those that break a rule. */
    SortedMap<String, String> canonical(Map<String, Object> settings) {
        var values = new TreeMap<String, String>();
        settings.forEach((name, value) -> catalogue
                .setting(name)
                .flatMap(setting -> setting.canonical(value))
                .ifPresent(text -> values.put(name, text)));
        return values;
    }

    /** What is wrong with settings that shall be on nodes of this plan in this region. */
    List<FieldError> settingErrors(Map<String, ?> settings, Optional<Region> region, Optional<Plan> plan) {
        var errors = new ArrayList<FieldError>();
        new TreeMap<>(settings).forEach((name, value) -> {
            var setting = catalogue.setting(name);
            var problem = setting.isEmpty()
                    ? Optional.of("is no setting that can be changed; GET /v1/settings lists them")
                    : settingError(setting.get(), value, region, plan);
            problem.ifPresent(message -> errors.add(new FieldError("settings." + name, name + " " + message)));
        });
        return errors;
    }

    /** What is wrong with namespaces of the tenant that shall reach a cluster of this region. */
    List<FieldError> namespaceErrors(List<String> namespaces, Optional<Region> region) {
        var errors = new ArrayList<FieldError>();
        if (namespaces.isEmpty() || namespaces.size() > MOST_NAMESPACES) {
            errors.add(new FieldError(
                    "namespaces",
                    "namespaces must name 1 to %d namespaces whose pods may connect".formatted(MOST_NAMESPACES)));
        }
        if (new HashSet<>(namespaces).size() < namespaces.size()) {
            errors.add(new FieldError("namespaces", "namespaces must name each namespace once"));
        }
        for (int i = 0; i < Math.min(namespaces.size(), MOST_NAMESPACES); i++) {
            var field = "namespaces[%d]".formatted(i);
            namespaceError(namespaces.get(i), region).ifPresent(message -> errors.add(new FieldError(field, message)));
        }
        return errors;
    }

    /** What is wrong with one of them. */
    Optional<String> namespaceError(String namespace, Optional<Region> region) {
        if (!namespace.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?") || namespace.length() > LONGEST_NAMESPACE) {
            return Optional.of("a namespace must be a DNS label of at most %d characters".formatted(LONGEST_NAMESPACE));
        }
        return region.filter(place -> !place.namespaces().allow(namespace, tenant))
                .map(place ->
                        "a namespace in region %s must %s, and %s does not: name another, or ask those who run keydesk"
                                .formatted(place.name(), place.namespaces().rule(tenant), namespace));
    }

    private static Optional<String> settingError(
            Setting setting, Object value, Optional<Region> region, Optional<Plan> plan) {
        var canonical = setting.canonical(value);
        if (canonical.isEmpty()) {
            return Optional.of("must be %s%s, not %s"
                    .formatted(setting.type().rule(), setting.unit() == null ? "" : " " + setting.unit(), value));
        }
        if (region.isPresent() && !region.get().knows(setting)) {
            return Optional.of("needs version %s, and region %s runs an older one"
                    .formatted(setting.since(), region.get().name()));
        }
        if (setting.name().equals("io-threads") && plan.isPresent()) {
            int cpus = plan.get().cpus();
            return Long.parseLong(canonical.get()) <= cpus
                    ? Optional.empty()
                    : Optional.of("must be at most %d, the CPUs of plan %s"
                            .formatted(cpus, plan.get().name()));
        }
        return Optional.empty();
    }
}
