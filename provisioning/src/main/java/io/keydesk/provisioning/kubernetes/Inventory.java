package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.keydesk.service.cluster.ClusterId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All objects of keydesk in a region, by cluster, as the watches told last. What keydesk has just written itself counts at
 * once: a watch tells it some milliseconds later, in which nobody must write it again.
 */
final class Inventory {

    /** A watch that works tells within this what was written. */
    private static final Duration TOLD = Duration.ofSeconds(10);

    private final Clock clock;
    private final BiConsumer<ClusterId, ObjectRef> changed;
    private final Map<ClusterId, Map<ObjectRef, Entry>> clusters = new ConcurrentHashMap<>();
    private final Map<ClusterId, Map<ObjectRef, Written>> written = new ConcurrentHashMap<>();

    /** Something that no watch has told of yet. */
    private record Written(Entry entry, Instant at) {}

    /** @param changed hears of every change that somebody else has made */
    Inventory(Clock clock, BiConsumer<ClusterId, ObjectRef> changed) {
        this.clock = clock;
        this.changed = changed;
    }

    /** The objects of a cluster that are there. */
    SortedMap<ObjectRef, Entry> of(ClusterId cluster) {
        var found = new TreeMap<>(clusters.getOrDefault(cluster, Map.of()));
        var own = written.get(cluster);
        if (own != null) {
            own.values().removeIf(entry -> entry.at().plus(TOLD).isBefore(clock.instant()));
            own.forEach((ref, entry) -> found.put(ref, entry.entry()));
        }
        return Collections.unmodifiableSortedMap(found);
    }

    /** What the API server has answered to a write. */
    void wrote(ClusterId cluster, HasMetadata answer) {
        var entry = Entry.of(answer);
        var told = clusters.getOrDefault(cluster, Map.of()).get(entry.ref());
        if (told == null || entry.isNewerThan(told)) {
            written.computeIfAbsent(cluster, _ -> new ConcurrentHashMap<>())
                    .put(entry.ref(), new Written(entry, clock.instant()));
        }
    }

    /** Forgets what was written of a cluster that is gone. */
    void forget(ClusterId cluster) {
        written.remove(cluster);
    }

    /** Another cluster's object of this name, if there is one. */
    boolean isTakenByAnother(ObjectRef ref, ClusterId cluster) {
        return clusters.entrySet().stream()
                .anyMatch(other ->
                        !other.getKey().equals(cluster) && other.getValue().containsKey(ref));
    }

    private void told(ClusterId cluster, Entry entry) {
        // Within compute, for another watch may be removing the last object.
        clusters.compute(cluster, (_, known) -> {
            var objects = known == null ? new ConcurrentHashMap<ObjectRef, Entry>() : known;
            objects.put(entry.ref(), entry);
            return objects;
        });
        var own = written.getOrDefault(cluster, Map.of());
        var mine = own.get(entry.ref());
        if (mine != null && !mine.entry().isNewerThan(entry)) {
            own.remove(entry.ref(), mine);
        }
        if (mine == null || entry.isNewerThan(mine.entry())) {
            changed.accept(cluster, entry.ref());
        }
    }

    private void removed(ClusterId cluster, ObjectRef ref) {
        written.computeIfPresent(cluster, (_, own) -> {
            own.remove(ref);
            return own;
        });
        clusters.computeIfPresent(cluster, (_, objects) -> {
            objects.remove(ref);
            return objects.isEmpty() ? null : objects;
        });
        changed.accept(cluster, ref);
    }

    /** Keeps the objects of one watch here. */
    <T extends HasMetadata> ItemStore<T> store(Class<T> type) {
        return new WatchedObjects<>(type);
    }

    /** What one watch has told, by the key that its informer gives an object. */
    private final class WatchedObjects<T extends HasMetadata> implements ItemStore<T> {

        private record Place(@Nullable ClusterId cluster, Entry entry) {}

        private final Class<T> type;
        private final Map<String, Place> places = new ConcurrentHashMap<>();

        WatchedObjects(Class<T> type) {
            this.type = type;
        }

        @Override
        public String getKey(T object) {
            var metadata = object.getMetadata();
            return metadata.getNamespace() + "/" + metadata.getName();
        }

        @Override
        public @Nullable T put(String key, T object) {
            var cluster = Entry.cluster(object);
            var entry = Entry.of(object);
            var before = places.put(key, new Place(cluster.orElse(null), entry));
            if (before != null
                    && before.cluster() != null
                    && cluster.filter(before.cluster()::equals).isEmpty()) {
                removed(before.cluster(), before.entry().ref());
            }
            if (before == null || !before.entry().version().equals(entry.version())) {
                cluster.ifPresent(id -> told(id, entry));
            }
            return before == null ? null : before.entry().as(type);
        }

        @Override
        public @Nullable T remove(String key) {
            var before = places.remove(key);
            if (before == null) {
                return null;
            }
            if (before.cluster() != null) {
                removed(before.cluster(), before.entry().ref());
            }
            return before.entry().as(type);
        }

        @Override
        public Stream<String> keySet() {
            return places.keySet().stream();
        }

        @Override
        public Stream<T> values() {
            return places.values().stream().map(place -> place.entry().as(type));
        }

        @Override
        public int size() {
            return places.size();
        }

        @Override
        public @Nullable T get(String key) {
            return Optional.ofNullable(places.get(key))
                    .map(place -> place.entry().as(type))
                    .orElse(null);
        }

        @Override
        public boolean isFullState() {
            return false;
        }
    }
}
