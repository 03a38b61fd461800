package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.upkeep.Notebook;
import io.keydesk.service.cluster.ClusterId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is remembered of one cluster while keydesk runs. All of it is found again, or does not matter. */
final class KubernetesCluster {

    /** A deletion that was asked for is seen by then, or was lost. */
    private static final Duration HEARD = Duration.ofSeconds(5);

    /** A field that is taken back this often within the period is fought for by a program. */
    private static final int OFTEN = 3;

    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final ClusterId id;
    private final Clock clock;
    private final Notebook notebook;
    private final Map<ObjectRef, Instant> deletions = new ConcurrentHashMap<>();
    private final Map<String, Deque<Instant>> takenBack = new ConcurrentHashMap<>();
    private final Map<ObjectRef, Set<String>> unkept = new ConcurrentHashMap<>();
    private final Map<String, String> starts = new ConcurrentHashMap<>();
    private volatile @Nullable Secrets secrets;
    private volatile @Nullable Examined examined;
    private volatile int namespacesTriedFor;
    private volatile boolean resizesInPlace = true;

    /** @param of what the findings follow from */
    private record Examined(Object of, List<Finding> findings) {}

    KubernetesCluster(ClusterId id, Clock clock) {
        this.id = id;
        this.clock = clock;
        this.notebook = new Notebook(clock);
    }

    ClusterId id() {
        return id;
    }

    Notebook notebook() {
        return notebook;
    }

    /** The passwords that were read last, should their Secret be deleted. */
    Optional<Secrets> keptSecrets() {
        return Optional.ofNullable(secrets);
    }

    void keep(Secrets read) {
        secrets = read;
    }

    /** Whether a deletion was not asked for just now. */
    boolean maySendAgain(ObjectRef ref) {
        var now = clock.instant();
        var sent = deletions.get(ref);
        if (sent != null && sent.plus(HEARD).isAfter(now)) {
            return false;
        }
        deletions.put(ref, now);
        return true;
    }

    /** Notes that a field is taken back from whoever changed it, unless that has happened too often already. */
    boolean mayTakeBack(ObjectRef ref, FieldConflict conflict) {
        var times = takenBack.computeIfAbsent(ref + conflict.field(), _ -> new ArrayDeque<>());
        var now = clock.instant();
        times.removeIf(time -> time.plus(PERIOD).isBefore(now));
        if (times.size() >= OFTEN) {
            return false;
        }
        times.add(now);
        return true;
    }

    /** What the API server, or a webhook, has not kept of an object although it was applied. */
    void unkept(ObjectRef ref, List<Difference> differences) {
        if (differences.isEmpty()) {
            unkept.remove(ref);
        } else {
            unkept.put(ref, paths(differences));
        }
    }

    /** Whether all of these are differences that applying does not mend. */
    boolean areUnkept(ObjectRef ref, List<Difference> differences) {
        return unkept.getOrDefault(ref, Set.of()).containsAll(paths(differences));
    }

    private static Set<String> paths(List<Difference> differences) {
        return differences.stream().map(Difference::path).collect(Collectors.toSet());
    }

    /** The findings of a look at all objects, which is made again only when something of it is new. */
    List<Finding> examined(Object of, Supplier<List<Finding>> look) {
        var known = examined;
        if (known == null || !known.of().equals(of)) {
            known = new Examined(of, look.get());
            examined = known;
        }
        return known.findings();
    }

    /** Notes that a container was seen running, and says whether it was started since it was seen last. */
    boolean isNewStart(String container, String start) {
        return !start.equals(starts.put(container, start));
    }

    /** Whether the namespaces of this revision were seen to take the tenant's objects. */
    boolean hasTriedNamespaces(int revision) {
        return namespacesTriedFor == revision;
    }

    void triedNamespaces(int revision) {
        namespacesTriedFor = revision;
    }

    /** Whether nobody has refused to change resources of running pods. */
    boolean resizesInPlace() {
        return resizesInPlace;
    }

    void resizesByRoll() {
        resizesInPlace = false;
    }
}
