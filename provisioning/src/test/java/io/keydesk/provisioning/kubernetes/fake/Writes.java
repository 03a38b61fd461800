package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Everything that changes objects: by clients, with the rules of the API server, and by what runs beside it. */
final class Writes {

    /**
     * @param created whether it did not exist before
     */
    record Written(Stored object, boolean created) {}

    private final ObjectStore store;
    private final Addresses addresses;
    private final Admission admission;

    Writes(ObjectStore store, Addresses addresses, Admission admission) {
        this.store = store;
        this.addresses = addresses;
        this.admission = admission;
    }

    Stored create(Key key, ObjectNode body, WriteOptions options) {
        return store.exclusively(() -> {
            var tree = Json.parse(Json.text(Patches.withoutNulls(body)).getBytes(StandardCharsets.UTF_8));
            Defaults.into(key.resource(), tree);
            var manager = options.updating(key.resource());
            return created(key, tree, options, () -> Ownership.NONE.written(manager, Map.of(), Leaves.of(tree)));
        });
    }

    Stored replace(Key key, String subresource, ObjectNode body, WriteOptions options) {
        return store.exclusively(() -> {
            var before = existing(key);
            var tree = before.tree();
            var after = Patches.withoutNulls(body);
            if (key.resource().equals(Resources.SERVICE) && !after.path("spec").has("clusterIP")) {
                var spec = Json.object(after, "spec");
                spec.set("clusterIP", tree.path("spec").path("clusterIP"));
                spec.set("clusterIPs", tree.path("spec").path("clusterIPs"));
            }
            return written(before, tree, after, subresource, options);
        });
    }

    Stored patch(Key key, String subresource, String type, JsonNode patch, WriteOptions options) {
        return store.exclusively(() -> {
            var before = existing(key);
            var tree = before.tree();
            var after = Patches.withoutNulls(Patches.patched(before.tree(), type, patch));
            return written(before, tree, after, subresource, options);
        });
    }

    Written apply(Key key, String subresource, ObjectNode body, WriteOptions options) {
        return store.exclusively(() -> {
            var applied = Patches.withoutNulls(body);
            if (key.resource().equals(Resources.SECRET)) {
                Defaults.encode(applied);
            }
            if (!subresource.equals("status")) {
                applied.remove("status");
            }
            var manager = options.applying(key.resource());
            var fields = Leaves.of(applied).keySet();
            var before = store.get(key).orElse(null);
            if (before == null && subresource.isEmpty()) {
                var tree = applied.deepCopy();
                Defaults.into(key.resource(), tree);
                return new Written(created(key, tree, options, () -> Ownership.NONE.with(manager, fields)), true);
            }
            if (before == null) {
                throw Refused.notFound(key);
            }
            var live = before.tree();
            var merged = Merge.of(live, applied);
            Leftovers.of(before.ownership(), manager, fields).forEach(path -> Merge.remove(merged, path));
            Defaults.into(key.resource(), merged);
            var was = Leaves.of(live);
            var is = Leaves.of(merged);
            var conflicts = before.ownership().others(manager, path -> !Objects.equals(was.get(path), is.get(path)));
            if (!conflicts.isEmpty() && !options.force()) {
                throw Refused.fieldConflicts(conflicts);
            }
            var ownership = before.ownership();
            for (var taken : conflicts.values()) {
                ownership = ownership.takenBy(manager, taken);
            }
            ownership = subresource.isEmpty() ? ownership.with(manager, fields) : ownership;
            var after = Subresource.within(key, subresource, live, merged);
            return new Written(
                    changed(before, live, after, ownership, new Scope(subresource, options.dryRun())), false);
        });
    }

    /** Empty when the object is gone; else it waits for somebody. */
    Optional<Stored> delete(Key key, DeleteOptions options) {
        return store.exclusively(() -> {
            var before = existing(key);
            before.check(options.version(), options.uid());
            if (options.dryRun()) {
                return Optional.of(before);
            }
            if (options.propagation().equals("Orphan")) {
                store.dependents(before.uid()).forEach(dependent -> disown(dependent, before.uid()));
            }
            var tree = before.tree();
            return switch (Deletion.of(
                    before, tree, options, store.dependents(before.uid()).isEmpty())) {
                case NOW -> {
                    drop(key, tree);
                    yield Optional.empty();
                }
                case MARKED -> Optional.of(store.put(key, tree, before.ownership()));
                case ALREADY -> Optional.of(before);
            };
        });
    }

    /** A change by what runs beside the API server: no rule applies, and nobody's fields become others'. */
    Optional<Stored> modify(Key key, Consumer<ObjectNode> change) {
        return store.exclusively(() -> store.get(key).map(before -> {
            var tree = before.tree();
            change.accept(tree);
            return stored(before, tree, before.ownership());
        }));
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private Stored existing(Key key) {
        return store.get(key).orElseThrow(() -> Refused.notFound(key));
    }

    private Stored created(Key key, ObjectNode tree, WriteOptions options, Supplier<Ownership> ownership) {
        requireNamespace(key);
        if (store.get(key).isPresent()) {
            throw Refused.alreadyExists(key);
        }
        var metadata = Json.object(tree, "metadata");
        if (metadata.has("resourceVersion")) {
            throw Refused.badRequest("resourceVersion should not be set on objects to be created");
        }
        metadata.remove(List.of("generateName", "deletionTimestamp", "selfLink"));
        metadata.put("name", key.name());
        if (key.resource().namespaced()) {
            metadata.put("namespace", key.namespace());
        }
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", now().toString());
        if (key.resource().generations()) {
            metadata.put("generation", 1);
        }
        Subresource.initialStatus(key, tree);
        Validation.created(key, tree);
        admission.check(key, tree);
        if (key.resource().equals(Resources.SERVICE)) {
            ClusterAddress.give(key, Json.object(tree, "spec"), addresses, options.dryRun());
        }
        var owned = ownership.get();
        return options.dryRun() ? Stored.of(key, 0, tree, owned) : store.put(key, tree, owned);
    }

    private Stored written(Stored before, ObjectNode live, ObjectNode whole, String subresource, WriteOptions options) {
        var after = Subresource.within(before.key(), subresource, live, whole);
        Defaults.into(before.key().resource(), after);
        var manager = options.updating(before.key().resource());
        var ownership = before.ownership().written(manager, Leaves.of(live), Leaves.of(normal(after)));
        return changed(before, live, after, ownership, new Scope(subresource, options.dryRun()));
    }

    private record Scope(String subresource, boolean dryRun) {}

    private Stored changed(Stored before, ObjectNode live, ObjectNode changed, Ownership ownership, Scope scope) {
        var key = before.key();
        var after = normal(changed);
        var metadata = Json.object(after, "metadata");
        before.check(
                metadata.path("resourceVersion").textValue(),
                metadata.path("uid").textValue());
        for (var fixed : List.of(
                "name",
                "namespace",
                "uid",
                "creationTimestamp",
                "generation",
                "deletionTimestamp",
                "deletionGracePeriodSeconds")) {
            copy(live.path("metadata"), metadata, fixed);
        }
        Validation.changed(key, scope.subresource(), live, after);
        if (key.resource().generations() && !live.path("spec").equals(after.path("spec"))) {
            metadata.put("generation", metadata.path("generation").asLong() + 1);
            after = normal(after);
        }
        admission.check(key, after);
        return scope.dryRun() ? Stored.of(key, before.version(), after, ownership) : stored(before, after, ownership);
    }

    private Stored stored(Stored before, ObjectNode after, Ownership ownership) {
        var metadata = Json.object(after, "metadata");
        if (ownership.equals(before.ownership())
                && Stored.of(before.key(), before.version(), after, ownership).sameAs(before)) {
            return before;
        }
        var waits = metadata.path("deletionGracePeriodSeconds").asLong() > 0
                || !metadata.path("finalizers").isEmpty()
                || before.key().resource().equals(Resources.NAMESPACE);
        if (before.terminating() && !waits) {
            drop(before.key(), after);
            return before;
        }
        return store.put(before.key(), after, ownership);
    }

    /** Removes what nothing holds any more. */
    void drop(Key key, ObjectNode tree) {
        if (key.resource().equals(Resources.SERVICE)) {
            addresses.giveBack(tree.path("spec").path("clusterIP").asText());
        }
        store.remove(key);
    }

    private void disown(Key key, String owner) {
        modify(key, tree -> {
            var owners = Json.array(Json.object(tree, "metadata"), "ownerReferences");
            for (var i = owners.size() - 1; i >= 0; i--) {
                if (owners.get(i).path("uid").asText().equals(owner)) {
                    owners.remove(i);
                }
            }
        });
    }

    private void requireNamespace(Key key) {
        if (!key.resource().namespaced()) {
            return;
        }
        var namespace = existing(Resources.NAMESPACE.named("", key.namespace()));
        if (namespace.terminating()) {
            throw Refused.forbidden(
                    key,
                    "unable to create new content in namespace %s because it is being terminated"
                            .formatted(key.namespace()));
        }
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }

    /** With numbers of the types that they are read with, so that equal trees are equal. */
    private static ObjectNode normal(ObjectNode tree) {
        return Json.parse(Json.text(tree).getBytes(StandardCharsets.UTF_8));
    }
}
