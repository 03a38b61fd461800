package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Deletes what goes with what was deleted: the dependents of objects, and all within namespaces. */
final class Garbage implements AutoCloseable {

    private static final String FOREGROUND = "foregroundDeletion";

    private final ObjectStore store;
    private final Writes writes;
    private final Resources resources;
    private final WorkQueue<Stored> gone = new WorkQueue<>("garbage", this::collect);
    private final WorkQueue<Key> held = new WorkQueue<>("garbage", this::release);
    private final WorkQueue<String> namespaces = new WorkQueue<>("namespaces", this::empty);

    Garbage(ObjectStore store, Writes writes, Resources resources) {
        this.store = store;
        this.writes = writes;
        this.resources = resources;
        store.listen(this::changed);
    }

    private void changed(Change change) {
        var subject = change.subject();
        if (change.after() == null) {
            if (!store.dependents(subject.uid()).isEmpty()) {
                gone.add(subject);
            }
            subject.owners().forEach(_ -> ownersOf(subject));
            if (change.key().resource().namespaced() && terminating(change.key().namespace())) {
                namespaces.add(change.key().namespace());
            }
        } else if (subject.terminating()) {
            if (change.key().resource().equals(Resources.NAMESPACE)) {
                namespaces.add(change.key().name());
            } else if (!store.dependents(subject.uid()).isEmpty()) {
                held.add(change.key());
            }
        }
    }

    private void ownersOf(Stored object) {
        Json.stream(object.tree().at("/metadata/ownerReferences"))
                .forEach(owner -> resources.all().stream()
                        .filter(resource ->
                                resource.kind().equals(owner.path("kind").asText())
                                        && resource.apiVersion()
                                                .equals(owner.path("apiVersion").asText()))
                        .map(resource -> resource.named(
                                object.key().namespace(), owner.path("name").asText()))
                        .forEach(held::add));
    }

    private boolean terminating(String namespace) {
        return store.get(Resources.NAMESPACE.named("", namespace))
                .map(Stored::terminating)
                .orElse(false);
    }

    private void collect(Stored owner) {
        store.dependents(owner.uid()).forEach(this::delete);
    }

    private void delete(Key key) {
        store.exclusively(() -> {
            store.get(key)
                    .filter(object -> !object.terminating())
                    .ifPresent(_ -> writes.delete(key, DeleteOptions.BACKGROUND));
            return true;
        });
    }

    /** An owner that waits in the foreground for its dependents to go. */
    private void release(Key key) {
        var owner = store.get(key).filter(Stored::terminating).orElse(null);
        if (owner == null
                || Json.stream(finalizers(owner))
                        .noneMatch(held -> held.asText().equals(FOREGROUND))) {
            return;
        }
        var dependents = store.dependents(owner.uid());
        dependents.forEach(this::delete);
        if (store.dependents(owner.uid()).isEmpty()) {
            writes.modify(key, tree -> {
                if (tree.at("/metadata/finalizers") instanceof ArrayNode finalizers) {
                    for (var i = finalizers.size() - 1; i >= 0; i--) {
                        if (finalizers.get(i).asText().equals(FOREGROUND)) {
                            finalizers.remove(i);
                        }
                    }
                }
            });
        }
    }

    private static JsonNode finalizers(Stored object) {
        return object.tree().at("/metadata/finalizers");
    }

    private void empty(String namespace) {
        if (!terminating(namespace)) {
            return;
        }
        var within = resources.all().stream()
                .filter(Resource::namespaced)
                .flatMap(resource -> store.list(resource, namespace))
                .map(Stored::key)
                .toList();
        within.forEach(this::delete);
        if (within.stream().allMatch(key -> store.get(key).isEmpty())) {
            store.remove(Resources.NAMESPACE.named("", namespace));
        }
    }

    @Override
    public void close() {
        gone.close();
        held.close();
        namespaces.close();
    }
}
