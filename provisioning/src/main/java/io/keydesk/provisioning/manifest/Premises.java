package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Toleration;
import io.keydesk.provisioning.node.Dialect;
import io.keydesk.service.catalogue.EngineVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a region gives all of its clusters alike.
 *
 * @param namespace of all objects but those that tenants read
 * @param operatorNamespace in which keydesk runs, and from which it connects to nodes
 * @param monitoringNamespace from which metrics are read; {@code null} where nobody reads them
 * @param accessLabelPrefix of the label that lets a tenant's pods in
 * @param image of Valkey, with its tag or digest; never the tag {@code latest}
 * @param engine the version of Valkey in that image
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
        EngineVersion engine,
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

    /** @throws IllegalArgumentException if Kubernetes, or a strict admission, would refuse an object for one of these */
    public Premises {
        pullSecrets = List.copyOf(pullSecrets);
        nodeSelector = Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
        tolerations = List.copyOf(tolerations);
        Syntax.requireLabel("the namespace of clusters", namespace, Syntax.LONGEST_LABEL);
        Syntax.requireLabel("the namespace of keydesk", operatorNamespace, Syntax.LONGEST_LABEL);
        if (monitoringNamespace != null) {
            Syntax.requireLabel("the namespace of monitoring", monitoringNamespace, Syntax.LONGEST_LABEL);
        }
        Syntax.requireSubdomain("the prefix of access labels", accessLabelPrefix);
        Images.requirePinned("the image of Valkey", image);
        if (exporterImage != null) {
            Images.requirePinned("the image of the exporter", exporterImage);
        }
        pullSecrets.forEach(secret -> Syntax.requireSubdomain("the name of a pull secret", secret));
        nodeSelector.forEach((key, value) -> {
            Syntax.requireLabelKey("a label of the node selector", key);
            Syntax.requireLabelValue("the value of %s in the node selector".formatted(key), value);
        });
        if (storageClass != null) {
            Syntax.requireSubdomain("the storage class", storageClass);
        }
    }

    /** Whether metrics are read by a Prometheus that is told by objects what to read. */
    boolean isMonitored() {
        return monitors && exporterImage != null && monitoringNamespace != null;
    }

    /** The same for clusters that run another version than is usual. */
    public Premises running(String otherImage, EngineVersion otherEngine) {
        return new Premises(
                namespace,
                operatorNamespace,
                monitoringNamespace,
                accessLabelPrefix,
                otherImage,
                otherEngine,
                exporterImage,
                pullSecrets,
                antiAffinity,
                nodeSelector,
                tolerations,
                storageClass,
                monitors);
    }

    Dialect dialect() {
        return new Dialect(engine);
    }
}
