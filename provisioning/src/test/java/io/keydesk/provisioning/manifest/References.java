package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a StatefulSet and its pods refer to: objects as "Kind name", their keys as "Kind name key", and "volume name". */
final class References {

    private References() {}

    /** Those that lead nowhere. */
    static List<String> missing(StatefulSet set, List<HasMetadata> objects) {
        var there = Stream.concat(
                        objects.stream()
                                .filter(object -> object.getMetadata()
                                        .getNamespace()
                                        .equals(set.getMetadata().getNamespace()))
                                .flatMap(References::names),
                        volumes(set))
                .collect(Collectors.toSet());
        return in(set).filter(name -> !there.contains(name)).sorted().toList();
    }

    private static Stream<String> names(HasMetadata object) {
        var name = "%s %s".formatted(object.getKind(), object.getMetadata().getName());
        var keys = switch (object) {
            case ConfigMap map -> map.getData().keySet();
            case Secret secret -> secret.getData().keySet();
            default -> Set.<String>of();
        };
        return Stream.concat(Stream.of(name), keys.stream().map(key -> name + " " + key));
    }

    private static Stream<String> volumes(StatefulSet set) {
        return Stream.concat(
                set.getSpec().getTemplate().getSpec().getVolumes().stream().map(volume -> "volume " + volume.getName()),
                set.getSpec().getVolumeClaimTemplates().stream()
                        .map(claim -> "volume " + claim.getMetadata().getName()));
    }

    private static Stream<String> in(StatefulSet set) {
        var pod = set.getSpec().getTemplate().getSpec();
        return Stream.of(
                        Stream.of(
                                "Service " + set.getSpec().getServiceName(),
                                "ServiceAccount " + pod.getServiceAccountName()),
                        pod.getVolumes().stream().flatMap(References::inVolume),
                        containers(pod).flatMap(References::inContainer))
                .flatMap(names -> names);
    }

    static Stream<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream());
    }

    private static Stream<String> inVolume(Volume volume) {
        if (volume.getConfigMap() != null) {
            return Stream.of("ConfigMap " + volume.getConfigMap().getName());
        }
        if (volume.getSecret() == null) {
            return Stream.of();
        }
        var secret = "Secret " + volume.getSecret().getSecretName();
        return Stream.concat(
                Stream.of(secret), volume.getSecret().getItems().stream().map(item -> secret + " " + item.getKey()));
    }

    private static Stream<String> inContainer(Container container) {
        return Stream.concat(
                container.getVolumeMounts().stream().map(mount -> "volume " + mount.getName()),
                container.getEnv().stream().flatMap(References::inVariable));
    }

    private static Stream<String> inVariable(EnvVar variable) {
        return Stream.ofNullable(variable.getValueFrom())
                .flatMap(source -> Stream.ofNullable(source.getConfigMapKeyRef()))
                .map(References::name);
    }

    private static String name(ConfigMapKeySelector key) {
        var map = "ConfigMap " + key.getName();
        return Boolean.TRUE.equals(key.getOptional()) ? map : map + " " + key.getKey();
    }
}
