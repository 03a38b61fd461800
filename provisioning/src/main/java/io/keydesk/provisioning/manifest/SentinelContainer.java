package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;

/**
 * The Sentinel beside the node, as a <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/">sidecar
 * container</a>: it ends after Valkey, so that it still votes while Valkey hands over.
 */
final class SentinelContainer {

    private static final String NAME = "sentinel";

    /** The name of the variable with the folder in which a Sentinel's memory outlives its pod. */
    private static final String STATE_DIR = "STATE_DIR";

    private SentinelContainer() {}

    static Container desired(Blueprint blueprint) {
        // spotless:off
        return new ContainerBuilder()
                .withName(NAME)
                .withRestartPolicy("Always")
                .withImage(blueprint.premises().image())
                .withCommand("/scripts/" + NodeScripts.START_SENTINEL)
                .withEnv(environment(blueprint))
                .withPorts(Port.SENTINEL.ofContainer())
                .withVolumeMounts(Volumes.ofSentinel(blueprint))
                .withResources(Amounts.resources(
                        Amounts.ofMillis(20), Amounts.ofMillis(250),
                        Amounts.ofMebibytes(32), Amounts.ofMebibytes(64)))
                .withSecurityContext(Confinement.ofContainer())
                // It waits for a primary before it listens.
                .withLivenessProbe(Probes.live(NAME)
                        .withInitialDelaySeconds(60)
                        .build())
                .withReadinessProbe(Probes.ready(NAME).build())
                .build();
        // spotless:on
    }

    private static List<EnvVar> environment(Blueprint blueprint) {
        var variables = new ArrayList<>(NodeEnvironment.of(blueprint));
        if (!blueprint.directives().forgets()) {
            variables.add(new EnvVar(STATE_DIR, Volumes.DATA_PATH, null));
        }
        return variables;
    }
}
