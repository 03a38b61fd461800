package io.keydesk.provisioning.local;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.work.ReconcileQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clusters of a region, with the processes that were found of them when keydesk began to hold it. */
final class LocalClusters {

    private static final Logger LOG = LoggerFactory.getLogger(LocalClusters.class);

    private final Path folder;
    private final Ports ports;
    private final Clock clock;
    private final ReconcileQueue queue;
    private final Map<ClusterId, LocalCluster> known = new ConcurrentHashMap<>();

    LocalClusters(Path folder, Ports ports, Clock clock, ReconcileQueue queue) {
        this.folder = folder;
        this.ports = ports;
        this.clock = clock;
        this.queue = queue;
    }

    /**
     * Looks through the folder, and once through the processes of this machine.
     *
     * @param server what the region runs; {@code null} while that is not known
     */
    void find(@Nullable Path server) {
        var table = ProcessTable.scan(folder, server);
        for (var id : Stream.concat(ids().stream(), ids(table)).distinct().toList()) {
            var cluster = get(id);
            removeDrafts(cluster);
            var layout = layout(cluster);
            layout.ifPresent(known -> ports.keep(id, known));
            slots().forEach(slot -> table.of(cluster.folder().configuration(slot))
                    .ifPresent(process -> layout.ifPresentOrElse(
                            known -> cluster.adopt(slot, known.address(slot), process),
                            // Its address is lost with its files; but whoever deletes the cluster must end it.
                            () -> cluster.keep(slot, process))));
        }
    }

    /** What cannot be removed is in nobody's way. */
    private static void removeDrafts(LocalCluster cluster) {
        try {
            PrivateFiles.removeDrafts(cluster.folder().root());
        } catch (UncheckedIOException e) {
            LOG.atWarn()
                    .addKeyValue("cluster", cluster.id())
                    .addKeyValue("cause", e.getMessage())
                    .log("Files that a killed keydesk has not finished cannot be removed");
        }
    }

    /** One cluster that cannot be read does not keep keydesk from the others; whoever works on it says what is wrong. */
    private static Optional<Layout> layout(LocalCluster cluster) {
        try {
            return ClusterRecord.read(cluster.folder()).map(ClusterRecord::layout);
        } catch (DamagedFile | UncheckedIOException e) {
            LOG.atWarn()
                    .setMessage("A cluster of this region cannot be read: {}")
                    .addArgument(e.getMessage())
                    .addKeyValue("cluster", cluster.id())
                    .log();
            return Optional.empty();
        }
    }

    LocalCluster get(ClusterId id) {
        return known.computeIfAbsent(id, this::fresh);
    }

    /** Whether it was not forgotten since it was asked for. */
    boolean isCurrent(LocalCluster cluster) {
        return known.get(cluster.id()) == cluster;
    }

    /** The same, without keeping one that there may never be. */
    LocalCluster peek(ClusterId id) {
        var cluster = known.get(id);
        return cluster == null ? fresh(id) : cluster;
    }

    private LocalCluster fresh(ClusterId id) {
        return new LocalCluster(id, ClusterFolder.of(folder, id), clock, this::wake);
    }

    /** While the database is away nobody can be woken, and nobody could work: a look comes by itself afterwards. */
    private void wake(ClusterId id) {
        try {
            queue.wake(id);
        } catch (RuntimeException e) {
            LOG.atDebug()
                    .setMessage("Cluster not woken")
                    .addKeyValue("cluster", id)
                    .setCause(e)
                    .log();
        }
    }

    void forget(ClusterId id) {
        ports.release(id);
        known.remove(id);
    }

    /** Ends all processes, in parallel over clusters. */
    void stop() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            known.values().forEach(cluster -> threads.submit(() -> new Shutdown(cluster).all(Shutdown.GRACEFUL)));
        }
    }

    private List<ClusterId> ids() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var folders = Files.list(folder)) {
            return folders.flatMap(path -> id(String.valueOf(path.getFileName())).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<ClusterId> ids(ProcessTable table) {
        return table.byConfiguration().keySet().stream()
                .flatMap(file -> id(folder.relativize(file).getName(0).toString()).stream());
    }

    private static Stream<Slot> slots() {
        return Stream.of(Slot.Kind.values()).flatMap(kind -> Slot.all(kind).stream());
    }

    private static Optional<ClusterId> id(String name) {
        try {
            return Optional.of(new ClusterId(UUID.fromString(name)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
