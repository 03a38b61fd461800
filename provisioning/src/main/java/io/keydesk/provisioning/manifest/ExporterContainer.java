package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.keydesk.provisioning.node.AclFiles;

/** What gives the node's metrics. It has no probe: a node is as good without it. */
final class ExporterContainer {

    private ExporterContainer() {}

    static Container desired(String image) {
        // spotless:off
        return new ContainerBuilder()
                .withName("exporter")
                .withImage(image)
                .withArgs(
                        "--redis.addr=redis://127.0.0.1:%d".formatted(Port.VALKEY.number()),
                        "--redis.user=" + AclFiles.EXPORTER,
                        "--redis.password-file=/secrets/" + AuthSecret.EXPORTER,
                        // CONFIG GET would show the replication password; its user may not use it either.
                        "--config-command=-")
                .withPorts(Port.METRICS.ofContainer())
                .withVolumeMounts(Volumes.ofExporter())
                .withResources(Amounts.resources(
                        Amounts.ofMillis(10), Amounts.ofMillis(100),
                        Amounts.ofMebibytes(32), Amounts.ofMebibytes(64)))
                .withSecurityContext(Confinement.ofContainer())
                .build();
        // spotless:on
    }
}
