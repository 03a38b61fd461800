package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a region gives all of its clusters alike.
 *
 * @param namespace of all objects but those that tenants read
 * @param operatorNamespace in which keydesk runs, and from which it connects to nodes
 * @param monitoringNamespace from which metrics are read; {@code null} where nobody reads them
 * @param accessLabelPrefix of the label that lets a tenant's pods in
 * @param image of Valkey, with its tag or digest
 * @param exporterImage of what gives metrics; {@code null} to run none
 * @param pullSecrets names of Secrets in the namespace
 * @param antiAffinity whether two nodes of a cluster may never, or only if need be, share a machine
 * @param nodeSelector labels of the machines that clusters run on; empty for any
 * @param tolerations of taints of those machines
 * @param storageClass of volumes, where a cluster keeps its data on disk; {@code null} for the default one
 * @param monitors whether ServiceMonitors and PrometheusRules are known there
 */
public record Premises(
        String namespace,
        String operatorNamespace,
        @Nullable String monitoringNamespace,
        String accessLabelPrefix,
        String image,
        @Nullable String exporterImage,
        List<String> pullSecrets,
        AntiAffinity antiAffinity,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        @Nullable String storageClass,
        boolean monitors) {

    public enum AntiAffinity {
        REQUIRED,
        PREFERRED
    }

    public Premises {
        pullSecrets = List.copyOf(pullSecrets);
        nodeSelector = Map.copyOf(nodeSelector);
        tolerations = List.copyOf(tolerations);
    }
}
