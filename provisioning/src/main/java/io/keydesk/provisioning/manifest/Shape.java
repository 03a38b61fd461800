package io.keydesk.provisioning.manifest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What only a new pod can change: all of a template but its resources, which Kubernetes also changes in place. */
final class Shape {

    private static final int DIGITS = 16;

    /** With keys in the order of the alphabet, so that the same is always written the same way. */
    private static final KubernetesSerialization SORTED = new KubernetesSerialization(
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS), false);

    private Shape() {}

    /** The template with its hash in the annotation {@value Labels#SHAPE}. */
    static PodTemplateSpec stamp(PodTemplateSpec template) {
        // spotless:off
        return new PodTemplateSpecBuilder(template)
                .editMetadata()
                    .addToAnnotations(Labels.SHAPE, hash(template))
                .endMetadata()
                .build();
        // spotless:on
    }

    private static String hash(PodTemplateSpec template) {
        // spotless:off
        var shape = new PodTemplateSpecBuilder(template)
                .editSpec()
                    .withInitContainers(withoutResources(template.getSpec().getInitContainers()))
                    .withContainers(withoutResources(template.getSpec().getContainers()))
                .endSpec()
                .build();
        // spotless:on
        var text = SORTED.asJson(SORTED.convertValue(shape, Map.class));
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static List<Container> withoutResources(List<Container> containers) {
        return containers.stream()
                .map(container ->
                        new ContainerBuilder(container).withResources(null).build())
                .toList();
    }
}
