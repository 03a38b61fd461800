package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.keydesk.service.catalogue.Plan;

/** The node itself. */
final class ValkeyContainer {

    private static final String NAME = "valkey";

    /** Thousandths that are set aside of each CPU of a plan: most caches are idle most of the time. */
    private static final int REQUESTED_PER_CPU = 50;

    private ValkeyContainer() {}

    static Container desired(Blueprint blueprint) {
        // spotless:off
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(blueprint.premises().image())
                .withCommand("/scripts/" + NodeScripts.START_VALKEY)
                .withEnv(NodeEnvironment.of(blueprint))
                .withPorts(Port.VALKEY.ofContainer())
                .withVolumeMounts(Volumes.ofValkey(blueprint))
                .withResources(resources(blueprint.plan()))
                .withSecurityContext(Confinement.ofContainer())
                .withNewLifecycle()
                    // A primary hands over before it stops.
                    .withNewPreStop()
                        .withNewExec()
                            .withCommand("/scripts/" + NodeScripts.PRE_STOP)
                        .endExec()
                    .endPreStop()
                .endLifecycle()
                // Asked each second, so that no start waits for the question; a large copy from the primary takes minutes.
                .withStartupProbe(Probes.ready(NAME)
                        .withPeriodSeconds(1)
                        .withFailureThreshold(300)
                        .build())
                // A freeze of ten seconds is the Sentinels' business, and no reason to restart.
                .withLivenessProbe(Probes.live(NAME).build())
                .withReadinessProbe(Probes.ready(NAME).build())
                .build();
        // spotless:on
    }

    /**
     * What is used of the memory cannot be taken back, so all of it is set aside: the limit is the request. Of the CPU only
     * little is, and nothing is killed for using more.
     */
    private static ResourceRequirements resources(Plan plan) {
        var memory = Amounts.ofBytes(plan.memoryBytes());
        return Amounts.resources(
                Amounts.ofMillis(plan.cpus() * REQUESTED_PER_CPU),
                Amounts.ofMillis(plan.cpus() * 1000),
                memory,
                memory);
    }
}
