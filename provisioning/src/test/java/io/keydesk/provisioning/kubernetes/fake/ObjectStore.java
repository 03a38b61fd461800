package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All objects, one version for all of them, and for a while what happened to them. Whoever changes something, or needs
 * several looks to agree, does it {@link #exclusively}.
 */
final class ObjectStore {

    /** Of each kind. Real servers keep five minutes of it. */
    private static final int REMEMBERED = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Resource, NavigableMap<String, Stored>> objects = new ConcurrentHashMap<>();
    private final Map<Resource, Deque<Change>> history = new ConcurrentHashMap<>();
    private final Map<Resource, Long> forgotten = new ConcurrentHashMap<>();
    private final Map<String, List<Key>> dependents = new ConcurrentHashMap<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private volatile long version = 1_000;

    <T> T exclusively(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    long version() {
        return version;
    }

    Optional<Stored> get(Key key) {
        return Optional.ofNullable(of(key.resource()).get(key.place()));
    }

    /** In the order of their names; of all namespaces when that is empty. */
    Stream<Stored> list(Resource resource, String namespace) {
        var all = of(resource);
        return (namespace.isEmpty() ? all : all.subMap(namespace + "/", namespace + "0")).values().stream();
    }

    /** What goes when the object of this uid goes. */
    List<Key> dependents(String uid) {
        return exclusively(() -> List.copyOf(dependents.getOrDefault(uid, List.of())));
    }

    Stored put(Key key, ObjectNode tree, Ownership ownership) {
        return exclusively(() -> {
            var after = Stored.of(key, version + 1, tree, ownership);
            var before = of(key.resource()).put(key.place(), after);
            if (before == null || !before.owners().equals(after.owners())) {
                disown(before);
                after.owners()
                        .forEach(owner -> dependents
                                .computeIfAbsent(owner, _ -> new ArrayList<>())
                                .add(key));
            }
            tell(new Change(version + 1, key, before, after));
            return after;
        });
    }

    void remove(Key key) {
        exclusively(() -> {
            var before = of(key.resource()).remove(key.place());
            if (before != null) {
                disown(before);
                // the last that watches see of it carries the version of its removal
                var last = Stored.of(key, version + 1, before.tree(), before.ownership());
                tell(new Change(version + 1, key, last, null));
            }
            return true;
        });
    }

    /** Called within the change: it may not do more than take note. */
    void listen(Consumer<Change> listener) {
        listeners.add(listener);
    }

    void forget(Consumer<Change> listener) {
        listeners.remove(listener);
    }

    /** What happened since a version; nothing when that is not known any more. */
    Optional<List<Change>> since(Resource resource, long since) {
        return exclusively(() -> since < forgotten.getOrDefault(resource, 0L)
                ? Optional.empty()
                : Optional.of(history.getOrDefault(resource, new ArrayDeque<>()).stream()
                        .filter(change -> change.version() > since)
                        .toList()));
    }

    /** Forgets all that happened up to now. */
    void compact() {
        exclusively(() -> {
            // a version that nobody can have seen yet, so that whoever watched up to now must look anew
            version++;
            objects.keySet().forEach(resource -> forgotten.put(resource, version));
            history.clear();
            return true;
        });
    }

    private void tell(Change change) {
        version = change.version();
        var past = history.computeIfAbsent(change.key().resource(), _ -> new ArrayDeque<>());
        past.addLast(change);
        if (past.size() > REMEMBERED) {
            forgotten.put(change.key().resource(), past.removeFirst().version());
        }
        listeners.forEach(listener -> listener.accept(change));
    }

    private void disown(@Nullable Stored object) {
        if (object != null) {
            object.owners()
                    .forEach(owner -> dependents.computeIfPresent(owner, (_, keys) -> {
                        keys.remove(object.key());
                        return keys.isEmpty() ? null : keys;
                    }));
        }
    }

    private NavigableMap<String, Stored> of(Resource resource) {
        return objects.computeIfAbsent(resource, _ -> new ConcurrentSkipListMap<>());
    }
}
