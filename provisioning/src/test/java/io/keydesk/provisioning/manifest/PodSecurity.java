package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the Pod Security Standard <a
 * href="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted">restricted</a> has against a pod, and
 * what policy engines usually have on top of it.
 */
final class PodSecurity {

    private final List<String> objections = new ArrayList<>();

    private PodSecurity() {}

    static List<String> objections(PodSpec pod) {
        var security = new PodSecurity();
        security.pod(pod);
        pod.getVolumes().forEach(security::volume);
        Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .forEach(security::container);
        return List.copyOf(security.objections);
    }

    private void pod(PodSpec pod) {
        unless(isNotTrue(pod.getHostNetwork()), "the pod is in the network of its host");
        unless(isNotTrue(pod.getHostPID()), "the pod sees the processes of its host");
        unless(isNotTrue(pod.getHostIPC()), "the pod shares the IPC of its host");
        unless(isFalse(pod.getAutomountServiceAccountToken()), "the pod has a token");
        var context = pod.getSecurityContext();
        unless(context != null && isTrue(context.getRunAsNonRoot()), "the pod may run as root");
        unless(context == null || !Objects.equals(context.getRunAsUser(), 0L), "the pod runs as root");
        unless(context == null || context.getSysctls().isEmpty(), "the pod sets sysctls");
        unless(
                context != null
                        && context.getSeccompProfile() != null
                        && context.getSeccompProfile().getType().equals("RuntimeDefault"),
                "the pod has no seccomp profile");
    }

    private void volume(Volume volume) {
        unless(
                Stream.of(
                                volume.getConfigMap(),
                                volume.getSecret(),
                                volume.getEmptyDir(),
                                volume.getPersistentVolumeClaim())
                        .anyMatch(Objects::nonNull),
                "the volume %s is of a kind that is not allowed",
                volume.getName());
    }

    private void container(Container container) {
        var name = container.getName();
        var context = container.getSecurityContext();
        if (context == null) {
            objections.add("the container %s is not confined".formatted(name));
            return;
        }
        unless(isNotTrue(context.getPrivileged()), "the container %s is privileged", name);
        unless(isFalse(context.getAllowPrivilegeEscalation()), "the container %s may escalate", name);
        unless(isTrue(context.getReadOnlyRootFilesystem()), "the container %s may write anywhere", name);
        unless(context.getRunAsUser() == null || context.getRunAsUser() > 0, "the container %s runs as root", name);
        unless(
                context.getRunAsNonRoot() == null || isTrue(context.getRunAsNonRoot()),
                "the container %s may run as root",
                name);
        unless(context.getSeccompProfile() == null, "the container %s has a seccomp profile of its own", name);
        var capabilities = context.getCapabilities();
        unless(
                capabilities != null
                        && capabilities.getDrop().equals(List.of("ALL"))
                        && capabilities.getAdd().isEmpty(),
                "the container %s has capabilities",
                name);
        unless(
                container.getPorts().stream().allMatch(port -> port.getHostPort() == null),
                "the container %s listens on its host",
                name);
        unless(
                !container.getImage().endsWith(":latest")
                        && container.getImage().matches(".*(:[^/]+|@sha256:[0-9a-f]{64})"),
                "the container %s has no fixed image",
                name);
        resources(
                name,
                "requests",
                container.getResources() == null
                        ? Map.of()
                        : container.getResources().getRequests());
        resources(
                name,
                "limits",
                container.getResources() == null
                        ? Map.of()
                        : container.getResources().getLimits());
    }

    private void resources(String container, String which, Map<String, Quantity> amounts) {
        for (var resource : List.of("cpu", "memory")) {
            unless(amounts.containsKey(resource), "the container %s has no %s of %s", container, which, resource);
        }
    }

    private void unless(boolean met, String objection, Object... details) {
        if (!met) {
            objections.add(objection.formatted(details));
        }
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static boolean isFalse(@Nullable Boolean value) {
        return Boolean.FALSE.equals(value);
    }

    private static boolean isNotTrue(@Nullable Boolean value) {
        return !isTrue(value);
    }
}
