package io.keydesk.service.desk;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Plan;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.ticket.Preview.AccessChange;
import io.keydesk.service.ticket.Preview.PlanChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to think about before a cluster that is there gets another size, or others may reach it. */
record FitWarnings(Catalogue catalogue, Cluster cluster, DesiredState next) {

    private static final long MIB = 1024L * 1024;

    /** Nothing for a cluster that goes away. */
    List<String> of(@Nullable PlanChange size, @Nullable AccessChange access) {
        var warnings = new ArrayList<String>();
        if (next.deleted()) {
            return warnings;
        }
        if (size != null && size.memoryBytesAfter() < size.memoryBytesBefore()) {
            warnings.addAll(ofShrink(catalogue.storedPlan(next.plan())));
        }
        if (access != null && !access.removed().isEmpty()) {
            warnings.add(
                    "Who is connected from %s stays so until the connection ends, and knows the password: new connections are for the region's network to refuse, and only other credentials shut out all who knew the old ones."
                            .formatted(String.join(", ", access.removed())));
        }
        return warnings;
    }

    private List<String> ofShrink(Plan plan) {
        var warnings = new ArrayList<String>();
        var used = cluster.observed().usedMemoryBytes();
        var policy = next.settings().getOrDefault("maxmemory-policy", "noeviction");
        warnings.add("Plan %s leaves %d MiB for data%s; once they are full, %s (maxmemory-policy %s)."
                .formatted(
                        plan.name(),
                        plan.maxmemoryBytes() / MIB,
                        used.isPresent()
                                ? ", of which %d MiB are used now".formatted(Math.ceilDiv(used.getAsLong(), MIB))
                                : "",
                        whenFull(policy),
                        policy));
        var unmeasured = cluster.observed().unmeasured();
        if (used.isEmpty()) {
            warnings.add("How much memory is used is not known, for no node answers: a smaller plan may be too small.");
        } else if (!unmeasured.isEmpty()) {
            warnings.add("How much memory is used is not known of node %s, which does not answer."
                    .formatted(unmeasured.stream().map(String::valueOf).collect(Collectors.joining(" and node "))));
        }
        return warnings;
    }

    private static String whenFull(String policy) {
        if (policy.equals("noeviction")) {
            return "writes are refused";
        }
        return policy.startsWith("volatile-")
                ? "keys that have a TTL are evicted, and without any writes are refused"
                : "keys are evicted";
    }
}
