package io.keydesk.service.ticket;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Plan;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether a cluster, with the data and the settings that it has, fits into another plan. */
record Room(Catalogue catalogue, Offer.Target target) {

    private static final String IO_THREADS = "io-threads";
    private static final long MIB = 1024L * 1024;

    /** That a smaller plan would leave less for data than is used; nothing also while nobody knows how much that is. */
    Optional<String> tooSmall(Plan plan) {
        var used = target.cluster().observed().usedMemoryBytes();
        boolean shrinks = plan.maxmemoryBytes() < target.plan().maxmemoryBytes();
        return shrinks && used.isPresent() && used.getAsLong() > plan.maxmemoryBytes()
                ? Optional.of(
                        "plan %s leaves %d MiB for data, and %d MiB are used: remove data first, or choose from %s"
                                .formatted(
                                        plan.name(),
                                        plan.maxmemoryBytes() / MIB,
                                        Math.ceilDiv(used.getAsLong(), MIB),
                                        names(other -> other.maxmemoryBytes() >= used.getAsLong())))
                : Optional.empty();
    }

    /** That the cluster is set to more threads than the plan has CPUs. */
    Optional<String> tooFewCpus(Plan plan) {
        var threads =
                Optional.ofNullable(target.state().settings().get(IO_THREADS)).map(Integer::valueOf);
        return threads.filter(count -> count > plan.cpus())
                .map(count ->
                        "plan %s has %d CPU%s, and io-threads is %d: change that setting to %d first, or choose from %s"
                                .formatted(
                                        plan.name(),
                                        plan.cpus(),
                                        plan.cpus() == 1 ? "" : "s",
                                        count,
                                        plan.cpus(),
                                        names(other -> other.cpus() >= count)));
    }

    /** The plans that fit, with the one that the cluster has: to stay is a choice too. */
    private String names(Predicate<Plan> fits) {
        return catalogue.plans().stream()
                .filter(fits)
                .map(plan -> plan.name().equals(target.plan().name()) ? plan.name() + " (as it is)" : plan.name())
                .collect(Collectors.joining(", "));
    }
}
