package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/** The rules of the API that a change of keydesk could break: names, labels, and what may not change. */
final class Validation {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DNS_SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern LABEL_NAME =
            Pattern.compile("([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?");
    private static final List<String> CHANGEABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private Validation() {}

    static void created(Key key, ObjectNode object) {
        var strict =
                key.resource().kind().equals("Service") || key.resource().kind().equals("Namespace");
        if (strict
                && (key.name().length() > 63 || !DNS_LABEL.matcher(key.name()).matches())) {
            throw Refused.invalid(
                    key,
                    "metadata.name",
                    "Invalid value: \"%s\": must be a DNS label of no more than 63 characters".formatted(key.name()));
        }
        if (key.name().length() > 253 || !DNS_SUBDOMAIN.matcher(key.name()).matches() && !isFree(key)) {
            throw Refused.invalid(
                    key,
                    "metadata.name",
                    "Invalid value: \"%s\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'"
                            .formatted(key.name()));
        }
        labels(key, object.path("metadata").path("labels"), "metadata.labels");
        labels(key, object.path("spec").path("template").path("metadata").path("labels"), "spec.template.labels");
    }

    private static boolean isFree(Key key) {
        // names of roles may have colons
        return key.resource().group().startsWith("rbac.");
    }

    private static void labels(Key key, JsonNode labels, String field) {
        Json.strings(labels).forEach((name, value) -> {
            var local = name.substring(name.indexOf('/') + 1);
            if (local.length() > 63 || !LABEL_NAME.matcher(name).matches()) {
                throw Refused.invalid(
                        key,
                        field,
                        "Invalid value: \"%s\": name part must be no more than 63 bytes of alphanumeric characters, '-', '_' or '.'"
                                .formatted(name));
            }
            if (value.length() > 63 || !LABEL_VALUE.matcher(value).matches()) {
                throw Refused.invalid(
                        key,
                        field,
                        "Invalid value: \"%s\": must be no more than 63 bytes of alphanumeric characters, '-', '_' or '.'"
                                .formatted(value));
            }
        });
    }

    static void changed(Key key, String subresource, ObjectNode before, ObjectNode after) {
        labels(key, after.path("metadata").path("labels"), "metadata.labels");
        switch (key.resource().kind()) {
            case "StatefulSet" -> {
                labels(
                        key,
                        after.path("spec").path("template").path("metadata").path("labels"),
                        "spec.template.labels");
                if (!fixed(before.path("spec")).equals(fixed(after.path("spec")))) {
                    throw Refused.invalid(
                            key,
                            "spec",
                            "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
                }
            }
            case "Service" -> {
                if (!before.path("spec")
                        .path("clusterIP")
                        .equals(after.path("spec").path("clusterIP"))) {
                    throw Refused.invalid(key, "spec.clusterIPs[0]", "Invalid value: may not change once set");
                }
            }
            case "Pod" -> {
                if (!subresource.equals("resize") && !pod(before).equals(pod(after))) {
                    throw Refused.invalid(
                            key,
                            "spec",
                            "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
                }
            }
            case "ConfigMap", "Secret" -> {
                if (before.path("immutable").asBoolean() && !before.path("data").equals(after.path("data"))) {
                    throw Refused.invalid(key, "data", "Forbidden: field is immutable when `immutable` is set");
                }
                if (!before.path("type").equals(after.path("type"))) {
                    throw Refused.invalid(key, "type", "Invalid value: field is immutable");
                }
            }
            default -> {}
        }
    }

    private static JsonNode fixed(JsonNode spec) {
        return ((ObjectNode) spec.deepCopy()).remove(CHANGEABLE);
    }

    private static JsonNode pod(ObjectNode pod) {
        ObjectNode spec = Json.object(pod.deepCopy(), "spec");
        spec.remove(List.of("activeDeadlineSeconds", "tolerations"));
        for (var list : List.of("containers", "initContainers")) {
            Json.objects(spec.path(list)).forEach(container -> container.remove("image"));
        }
        return spec;
    }
}
