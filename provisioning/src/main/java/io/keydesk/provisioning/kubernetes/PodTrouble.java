package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a pod does not become ready, where Kubernetes says so and will not get over it by itself.
 *
 * @param reason one word in CamelCase, for programs
 * @param message what is wrong, in the words of Kubernetes, and what to do
 */
record PodTrouble(String reason, String message) {

    private static final Set<String> IMAGE =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");

    private static final Set<String> CONFIGURATION = Set.of("CreateContainerConfigError", "CreateContainerError");

    static Optional<PodTrouble> of(Pod pod) {
        return unschedulable(pod)
                .or(() -> containers(pod)
                        .map(status -> of(pod, status))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Optional<PodTrouble> unschedulable(Pod pod) {
        return conditions(pod)
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Unschedulable".equals(condition.getReason()))
                .findFirst()
                .map(condition -> new PodTrouble(
                        "PodUnschedulable",
                        "Pod %s finds no machine to run on: %s Add machines, free some, or order a smaller plan."
                                .formatted(name(pod), sentence(condition.getMessage()))));
    }

    private static Optional<PodTrouble> of(Pod pod, ContainerStatus status) {
        var waiting = status.getState() == null ? null : status.getState().getWaiting();
        if (waiting == null) {
            return Optional.empty();
        }
        var reason = String.valueOf(waiting.getReason());
        if (IMAGE.contains(reason)) {
            return Optional.of(new PodTrouble(
                    "ImageNotPulled",
                    "Pod %s cannot pull the image %s: %s Correct the region's image, registry or pull secrets."
                            .formatted(name(pod), status.getImage(), sentence(waiting.getMessage()))));
        }
        if (CONFIGURATION.contains(reason)) {
            return Optional.of(new PodTrouble(
                    "ContainerNotCreated",
                    "Container %s of pod %s cannot be created: %s"
                            .formatted(status.getName(), name(pod), sentence(waiting.getMessage()))));
        }
        return reason.equals("CrashLoopBackOff") ? Optional.of(keepsEnding(pod, status)) : Optional.empty();
    }

    private static PodTrouble keepsEnding(Pod pod, ContainerStatus status) {
        var last = status.getLastState() == null ? null : status.getLastState().getTerminated();
        var how = last == null
                ? "it says no more"
                : "last with exit code %d (%s)%s"
                        .formatted(
                                last.getExitCode(),
                                last.getReason(),
                                last.getMessage() == null
                                        ? ""
                                        : ": " + last.getMessage().strip());
        return new PodTrouble(
                "KeepsDying",
                "Container %s of pod %s keeps ending, %d times until now, %s. Its log says more: kubectl -n %s logs %s -c %s --previous."
                        .formatted(
                                status.getName(),
                                name(pod),
                                status.getRestartCount(),
                                how,
                                pod.getMetadata().getNamespace(),
                                name(pod),
                                status.getName()));
    }

    static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && conditions(pod)
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** Whether the process of a container is there, be it that it does not answer. */
    static boolean runs(Pod pod, String container) {
        return containers(pod)
                .filter(status -> status.getName().equals(container))
                .anyMatch(
                        status -> status.getState() != null && status.getState().getRunning() != null);
    }

    private static Stream<PodCondition> conditions(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Objects.requireNonNullElse(pod.getStatus().getConditions(), List.<PodCondition>of()).stream();
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.of(
                                pod.getStatus().getInitContainerStatuses(),
                                pod.getStatus().getContainerStatuses())
                        .filter(Objects::nonNull)
                        .flatMap(List::stream);
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    private static String sentence(String words) {
        var said = words == null || words.isBlank() ? "Kubernetes does not say why" : words.strip();
        return said.endsWith(".") ? said : said + ".";
    }
}
