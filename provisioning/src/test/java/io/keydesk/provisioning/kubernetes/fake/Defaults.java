package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What the API server adds to objects, as far as it shows in the kinds that keydesk makes. */
final class Defaults {

    private Defaults() {}

    static void into(Resource resource, ObjectNode object) {
        switch (resource.kind()) {
            case "Namespace" -> namespace(object);
            case "Secret" -> secret(object);
            case "Service" -> service(Json.object(object, "spec"));
            case "StatefulSet" -> statefulSet(Json.object(object, "spec"));
            case "NetworkPolicy" -> networkPolicy(Json.object(object, "spec"));
            case "Pod" -> pod(Json.object(object, "spec"));
            case "PersistentVolumeClaim" -> missing(Json.object(object, "spec"), "volumeMode", "Filesystem");
            default -> {}
        }
    }

    private static void namespace(ObjectNode object) {
        var metadata = Json.object(object, "metadata");
        Json.object(metadata, "labels")
                .put("kubernetes.io/metadata.name", metadata.path("name").asText());
        missing(Json.object(object, "status"), "phase", "Active");
    }

    private static void secret(ObjectNode object) {
        missing(object, "type", "Opaque");
        encode(object);
    }

    /** Of a Secret: what is plain in it becomes data. */
    static void encode(ObjectNode object) {
        if (object.remove("stringData") instanceof ObjectNode plain) {
            var data = Json.object(object, "data");
            Json.strings(plain)
                    .forEach((key, value) ->
                            data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static void service(ObjectNode spec) {
        missing(spec, "type", "ClusterIP");
        missing(spec, "sessionAffinity", "None");
        missing(spec, "internalTrafficPolicy", "Cluster");
        missing(spec, "ipFamilyPolicy", "SingleStack");
        if (!spec.has("ipFamilies")) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        Json.objects(spec.path("ports")).forEach(port -> {
            missing(port, "protocol", "TCP");
            if (!port.has("targetPort")) {
                port.set("targetPort", port.path("port"));
            }
        });
    }

    private static void statefulSet(ObjectNode spec) {
        missing(spec, "podManagementPolicy", "OrderedReady");
        missing(spec, "replicas", 1);
        missing(spec, "revisionHistoryLimit", 10);
        var strategy = Json.object(spec, "updateStrategy");
        missing(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            missing(Json.object(strategy, "rollingUpdate"), "partition", 0);
        }
        var retention = Json.object(spec, "persistentVolumeClaimRetentionPolicy");
        missing(retention, "whenDeleted", "Retain");
        missing(retention, "whenScaled", "Retain");
        podSpec(Json.object(Json.object(spec, "template"), "spec"));
        Json.objects(spec.path("volumeClaimTemplates")).forEach(claim -> {
            missing(claim, "apiVersion", "v1");
            missing(claim, "kind", "PersistentVolumeClaim");
            missing(Json.object(claim, "spec"), "volumeMode", "Filesystem");
            missing(Json.object(claim, "status"), "phase", "Pending");
        });
    }

    private static void networkPolicy(ObjectNode spec) {
        if (!spec.has("policyTypes")) {
            var types = spec.putArray("policyTypes").add("Ingress");
            if (spec.has("egress")) {
                types.add("Egress");
            }
        }
        for (var direction : List.of("ingress", "egress")) {
            Json.objects(spec.path(direction))
                    .flatMap(rule -> Json.objects(rule.path("ports")))
                    .forEach(port -> missing(port, "protocol", "TCP"));
        }
    }

    private static void pod(ObjectNode spec) {
        podSpec(spec);
        missing(spec, "enableServiceLinks", true);
        missing(spec, "serviceAccountName", "default");
        for (var list : List.of("initContainers", "containers")) {
            Json.objects(spec.path(list))
                    .map(container -> container.path("resources"))
                    .forEach(resources -> {
                        var limits = Json.strings(resources.path("limits"));
                        if (resources instanceof ObjectNode own && !limits.isEmpty()) {
                            var requests = Json.object(own, "requests");
                            limits.forEach((name, amount) -> missing(requests, name, amount));
                        }
                    });
        }
    }

    private static void podSpec(ObjectNode spec) {
        missing(spec, "restartPolicy", "Always");
        missing(spec, "dnsPolicy", "ClusterFirst");
        missing(spec, "schedulerName", "default-scheduler");
        missing(spec, "terminationGracePeriodSeconds", 30);
        Json.object(spec, "securityContext");
        for (var list : List.of("initContainers", "containers")) {
            Json.objects(spec.path(list)).forEach(Defaults::container);
        }
        Json.objects(spec.path("volumes")).forEach(volume -> {
            for (var source : List.of("configMap", "secret", "projected", "downwardAPI")) {
                if (volume.get(source) instanceof ObjectNode files) {
                    missing(files, "defaultMode", 0644);
                }
            }
        });
        if (spec.has("serviceAccountName")) {
            // the deprecated alias, which the server keeps equal
            spec.set("serviceAccount", spec.get("serviceAccountName"));
        }
    }

    private static void container(ObjectNode container) {
        missing(container, "terminationMessagePath", "/dev/termination-log");
        missing(container, "terminationMessagePolicy", "File");
        missing(container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
        Quantities.canonical(Json.object(container, "resources"));
        Json.objects(container.path("ports")).forEach(port -> missing(port, "protocol", "TCP"));
        Json.objects(container.path("env"))
                .map(variable -> variable.path("valueFrom").path("fieldRef"))
                .filter(JsonNode::isObject)
                .forEach(reference -> missing((ObjectNode) reference, "apiVersion", "v1"));
        for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            if (container.get(probe) instanceof ObjectNode found) {
                missing(found, "timeoutSeconds", 1);
                missing(found, "periodSeconds", 10);
                missing(found, "successThreshold", 1);
                missing(found, "failureThreshold", 3);
            }
        }
    }

    private static String pullPolicy(String image) {
        var tag = image.substring(image.lastIndexOf('/') + 1);
        return image.contains("@") || (tag.contains(":") && !tag.endsWith(":latest")) ? "IfNotPresent" : "Always";
    }

    private static void missing(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    private static void missing(ObjectNode object, String field, int value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    private static void missing(ObjectNode object, String field, boolean value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }
}
