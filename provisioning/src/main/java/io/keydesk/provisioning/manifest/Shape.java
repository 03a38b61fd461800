package io.keydesk.provisioning.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What only a new pod can change: all of a template but its resources, which Kubernetes also changes in place. */
final class Shape {

    private static final int DIGITS = 16;

    /** With fields in the order of the alphabet, so that the same is always written the same way. */
    private static final ObjectMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private Shape() {}

    /** Puts the template's hash into its annotation {@value Labels#SHAPE}, and gives it back. */
    static PodTemplateSpec stamp(PodTemplateSpec template) {
        template.getMetadata().setAnnotations(Map.of(Labels.SHAPE, hash(template)));
        return template;
    }

    private static String hash(PodTemplateSpec template) {
        JsonNode shape = SORTED.valueToTree(template);
        for (var containers : List.of("initContainers", "containers")) {
            shape.path("spec").path(containers).forEach(container -> ((ObjectNode) container).remove("resources"));
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(SORTED.writeValueAsBytes(shape));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a tree can always be written, and every Java platform has SHA-256", e);
        }
    }
}
