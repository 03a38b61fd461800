package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Makes the pods of StatefulSets, and makes them again. */
final class StatefulSets implements AutoCloseable {

    private static final WriteOptions CONTROLLER = WriteOptions.by("kube-controller-manager");

    private final ObjectStore store;
    private final Writes writes;
    private final Events events;
    private final Tempo tempo;
    private final WorkQueue<Key> queue = new WorkQueue<>("statefulsets", this::reconcile);

    StatefulSets(ObjectStore store, Writes writes, Tempo tempo) {
        this.store = store;
        this.writes = writes;
        this.events = new Events(store, writes, "statefulset-controller");
        this.tempo = tempo;
        store.listen(this::changed);
    }

    private void changed(Change change) {
        var key = change.key();
        if (key.resource().equals(Resources.STATEFUL_SET)) {
            queue.add(key);
        } else if (key.resource().equals(Resources.POD)) {
            // a pod's name is its set's with a number
            var dash = key.name().lastIndexOf('-');
            if (dash > 0) {
                queue.add(
                        Resources.STATEFUL_SET.named(key.namespace(), key.name().substring(0, dash)));
            }
        }
    }

    private void reconcile(Key key) {
        var set = store.get(key).orElse(null);
        if (set == null || set.terminating()) {
            return;
        }
        var tree = set.tree();
        var spec = tree.path("spec");
        var start = spec.at("/ordinals/start").asInt();
        var end = start + spec.path("replicas").asInt();
        var revision = key.name() + "-" + hash(spec.path("template"));
        var ordered = spec.path("podManagementPolicy").asText().equals("OrderedReady");
        for (var i = start; i < end; i++) {
            if (!keep(set, tree, i, revision) && ordered) {
                break;
            }
        }
        for (var pod : store.list(Resources.POD, key.namespace()).toList()) {
            var index = index(pod.key(), key);
            var surplus = index >= 0 && (index < start || index >= end);
            if (surplus && pod.owners().contains(set.uid()) && !pod.terminating()) {
                writes.delete(pod.key(), DeleteOptions.BACKGROUND);
            }
        }
        var pods = pods(set, start, end);
        if (spec.path("updateStrategy").path("type").asText().equals("RollingUpdate")) {
            roll(pods, revision);
        }
        status(set, pods, revision);
    }

    /** Whether the pod is there and ready. */
    private boolean keep(Stored set, ObjectNode tree, int index, String revision) {
        var key = pod(set.key(), index);
        var pod = store.get(key).orElse(null);
        if (pod == null) {
            create(set, tree, index, revision);
            return false;
        }
        if (pod.owners().isEmpty() && Selector.matches(tree.at("/spec/selector/matchLabels"), pod.labels())) {
            writes.modify(key, orphan -> own(Json.object(orphan, "metadata"), set));
        }
        return pod.ready();
    }

    private void create(Stored set, ObjectNode tree, int index, String revision) {
        var key = pod(set.key(), index);
        try {
            var pod = desired(set, tree, key, index, revision);
            claims(tree, key).forEach(claim -> claim(set, claim, pod));
            writes.create(key, pod, CONTROLLER);
            events.normal(
                    set,
                    "SuccessfulCreate",
                    "create Pod %s in StatefulSet %s successful"
                            .formatted(key.name(), set.key().name()));
        } catch (Refused e) {
            events.warning(
                    set,
                    "FailedCreate",
                    "create Pod %s in StatefulSet %s failed error: %s"
                            .formatted(key.name(), set.key().name(), e.getMessage()));
            queue.addAfter(set.key(), tempo.ofSeconds(2));
        }
    }

    private static ObjectNode desired(Stored set, ObjectNode tree, Key key, int index, String revision) {
        var template = tree.path("spec").path("template").deepCopy();
        var pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        var metadata = template.path("metadata") instanceof ObjectNode given ? given : Json.object();
        pod.set("metadata", metadata);
        Json.object(metadata, "labels")
                .put("controller-revision-hash", revision)
                .put("statefulset.kubernetes.io/pod-name", key.name())
                .put("apps.kubernetes.io/pod-index", Integer.toString(index));
        own(metadata, set);
        var spec = (ObjectNode) template.path("spec");
        pod.set("spec", spec);
        spec.put("hostname", key.name());
        spec.put("subdomain", tree.at("/spec/serviceName").asText());
        return pod;
    }

    private static void own(ObjectNode metadata, Stored set) {
        Json.array(metadata, "ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "StatefulSet")
                .put("name", set.key().name())
                .put("uid", set.uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    private static List<ObjectNode> claims(ObjectNode tree, Key pod) {
        return Json.objects(tree.path("spec").path("volumeClaimTemplates"))
                .map(template -> {
                    var claim = template.deepCopy();
                    var metadata = Json.object(claim, "metadata");
                    metadata.put("template", metadata.path("name").asText());
                    metadata.put("name", metadata.path("name").asText() + "-" + pod.name());
                    return claim;
                })
                .toList();
    }

    private void claim(Stored set, ObjectNode claim, ObjectNode pod) {
        var metadata = Json.object(claim, "metadata");
        var volume = metadata.remove("template").asText();
        var key = Resources.CLAIM.named(
                set.key().namespace(), metadata.path("name").asText());
        var source = Json.object().put("name", volume);
        source.putObject("persistentVolumeClaim").put("claimName", key.name());
        var volumes = Json.array(Json.object(pod, "spec"), "volumes");
        for (var i = volumes.size() - 1; i >= 0; i--) {
            if (volumes.get(i).path("name").asText().equals(volume)) {
                volumes.remove(i);
            }
        }
        volumes.add(source);
        if (store.get(key).isEmpty()) {
            writes.create(key, claim, CONTROLLER);
            writes.modify(key, bound -> Json.object(bound, "status").put("phase", "Bound"));
        }
    }

    private List<Stored> pods(Stored set, int start, int end) {
        var pods = new ArrayList<Stored>();
        for (var i = start; i < end; i++) {
            store.get(pod(set.key(), i))
                    .filter(pod -> pod.owners().contains(set.uid()))
                    .ifPresent(pods::add);
        }
        return pods;
    }

    /** The last that is of another revision, once all are ready. */
    private void roll(List<Stored> pods, String revision) {
        if (pods.stream().allMatch(pod -> !pod.terminating() && pod.ready())) {
            pods.reversed().stream()
                    .filter(pod -> !revision.equals(pod.labels().get("controller-revision-hash")))
                    .findFirst()
                    .ifPresent(old -> writes.delete(old.key(), DeleteOptions.BACKGROUND));
        }
    }

    private void status(Stored set, List<Stored> pods, String revision) {
        var ready = pods.stream().filter(Stored::ready).count();
        var updated = pods.stream()
                .filter(pod -> revision.equals(pod.labels().get("controller-revision-hash")))
                .count();
        writes.modify(set.key(), tree -> {
            var status = Json.object(tree, "status");
            // under OnDelete a real controller never moves the current revision on
            var rolled = updated == pods.size()
                    && tree.at("/spec/updateStrategy/type").asText().equals("RollingUpdate");
            var current = rolled ? revision : status.path("currentRevision").asText(revision);
            status.put("observedGeneration", tree.at("/metadata/generation").asLong())
                    .put("replicas", pods.size())
                    .put("readyReplicas", ready)
                    .put("availableReplicas", ready)
                    .put("updatedReplicas", updated)
                    .put("currentReplicas", current.equals(revision) ? updated : pods.size() - updated)
                    .put("currentRevision", current)
                    .put("updateRevision", revision);
        });
    }

    private static Key pod(Key set, int index) {
        return Resources.POD.named(set.namespace(), set.name() + "-" + index);
    }

    /** Negative for a pod of another name. */
    private static int index(Key pod, Key set) {
        var name = pod.name();
        var prefix = set.name() + "-";
        return name.startsWith(prefix) && name.substring(prefix.length()).matches("[0-9]{1,6}")
                ? Integer.parseInt(name.substring(prefix.length()))
                : -1;
    }

    private static String hash(JsonNode template) {
        var crc = new CRC32();
        crc.update(Json.text(template).getBytes(StandardCharsets.UTF_8));
        return Long.toString(crc.getValue(), 36);
    }

    @Override
    public void close() {
        queue.close();
    }
}
