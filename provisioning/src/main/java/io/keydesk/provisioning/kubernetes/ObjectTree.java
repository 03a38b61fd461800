package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Objects as trees in which only what is compared is left: no bookkeeping of the API server, no long texts but their digests,
 * of pods little more than their state. So 5,000 clusters fit into a small heap.
 */
final class ObjectTree {

    /** Longer than a configuration, shorter than most scripts. */
    private static final int LONGEST_TEXT = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    private ObjectTree() {}

    /** @param object loses its managed fields, which would be the larger part of many trees */
    static JsonNode of(HasMetadata object) {
        object.getMetadata().setManagedFields(List.of());
        ObjectNode tree = JSON.valueToTree(object);
        if (tree.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("selfLink", "generation"));
        }
        if (object.getKind().equals("Pod") && tree.get("spec") instanceof ObjectNode spec) {
            spec.retain("nodeName", "containers", "initContainers");
            spec.properties()
                    .forEach(entry -> entry.getValue().forEach(container -> {
                        if (container instanceof ObjectNode node) {
                            node.retain("name", "image", "resources");
                        }
                    }));
        }
        shorten(tree);
        return tree;
    }

    private static void shorten(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeNulls();
            object.properties().forEach(entry -> {
                var value = entry.getValue();
                if (value.isTextual() && value.textValue().length() > LONGEST_TEXT) {
                    entry.setValue(TextNode.valueOf("%d characters, sha256 %s"
                            .formatted(
                                    value.textValue().length(),
                                    digest(value.textValue().getBytes(StandardCharsets.UTF_8)))));
                } else {
                    shorten(value);
                }
            });
        } else {
            node.forEach(ObjectTree::shorten);
        }
    }

    static byte[] write(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T typed(JsonNode tree, Class<T> type) {
        return KUBERNETES.convertValue(tree, type);
    }

    /** A complete object for people to read, in the order of the alphabet. */
    static String yaml(JsonNode tree) {
        return KUBERNETES.asYaml(SORTED.convertValue(tree, Object.class));
    }

    /** SHA-256 in hexadecimal digits. */
    static String digest(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
