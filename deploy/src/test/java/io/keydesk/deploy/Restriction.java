package io.keydesk.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What strict clusters ask of a pod: the <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod
 * Security Standard</a> <i>restricted</i>, a root file system that nobody writes to, limits, and an image that stays the same.
 */
final class Restriction {

    private static final Set<String> RESOURCES = Set.of("cpu", "memory");

    private final List<String> violations = new ArrayList<>();

    private Restriction() {}

    /** What is wrong, a sentence each. */
    static List<String> violations(PodSpec pod) {
        var restriction = new Restriction();
        restriction.check(pod);
        return restriction.violations;
    }

    private void check(PodSpec pod) {
        unless(pod.getHostNetwork() == null, "shares the machine's network");
        unless(pod.getHostPID() == null && pod.getHostIPC() == null, "shares the machine's processes");
        unless(pod.getVolumes().stream().allMatch(Restriction::isHarmless), "mounts something of the machine");
        var context = pod.getSecurityContext();
        unless(context != null && Boolean.TRUE.equals(context.getRunAsNonRoot()), "may run as root");
        unless(context != null && !Objects.equals(context.getRunAsUser(), 0L), "runs as root");
        unless(
                context != null
                        && context.getSeccompProfile() != null
                        && "RuntimeDefault".equals(context.getSeccompProfile().getType()),
                "may make any system call");
        pod.getInitContainers().forEach(this::check);
        pod.getContainers().forEach(this::check);
    }

    private void check(Container container) {
        var context = container.getSecurityContext();
        var name = container.getName();
        if (context == null || context.getCapabilities() == null || container.getResources() == null) {
            violations.add(name + " has no security context, or no resources");
            return;
        }
        unless(Boolean.FALSE.equals(context.getAllowPrivilegeEscalation()), name + " may become more");
        unless(context.getPrivileged() == null, name + " is privileged");
        unless(Boolean.TRUE.equals(context.getReadOnlyRootFilesystem()), name + " writes to its root file system");
        unless(context.getCapabilities().getDrop().equals(List.of("ALL")), name + " keeps capabilities");
        unless(context.getCapabilities().getAdd().isEmpty(), name + " adds capabilities");
        unless(container.getResources().getRequests().keySet().containsAll(RESOURCES), name + " requests too little");
        unless(container.getResources().getLimits().keySet().containsAll(RESOURCES), name + " has no limit");
        unless(isPinned(container.getImage()), name + " runs " + container.getImage());
    }

    private static boolean isPinned(String image) {
        var file = image.substring(image.lastIndexOf('/') + 1);
        return image.contains("@sha256:") || file.contains(":") && !file.endsWith(":latest");
    }

    private static boolean isHarmless(Volume volume) {
        return volume.getEmptyDir() != null || volume.getProjected() != null || volume.getConfigMap() != null;
    }

    private void unless(boolean met, String violation) {
        if (!met) {
            violations.add(violation);
        }
    }
}
