package io.keydesk.provisioning.local;

import io.keydesk.provisioning.upkeep.Notebook;
import io.keydesk.provisioning.upkeep.Sentences;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Presence;
import io.keydesk.service.cluster.ClusterId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one cluster while keydesk runs. What is lost with keydesk is found again, or does not matter: since
 * when a node is missing, and what stands in the notebook.
 */
final class LocalCluster implements Presence {

    private static final Duration ATTEMPT = Duration.ofMillis(500);

    private final ClusterId id;
    private final ClusterFolder folder;
    private final Clock clock;
    private final Consumer<ClusterId> wake;
    private final Map<Slot, ProcessHandle> processes = new ConcurrentHashMap<>();
    private final Set<ProcessHandle> disowned = ConcurrentHashMap.newKeySet();
    private final Map<Slot, Instant> missingSince = new ConcurrentHashMap<>();
    private final Restarts restarts;
    private final Notebook notebook;
    private volatile @Nullable KeptFiles keptFiles;

    LocalCluster(ClusterId id, ClusterFolder folder, Clock clock, Consumer<ClusterId> wake) {
        this.id = id;
        this.folder = folder;
        this.clock = clock;
        this.wake = wake;
        this.restarts = new Restarts(clock);
        this.notebook = new Notebook(clock);
    }

    ClusterId id() {
        return id;
    }

    ClusterFolder folder() {
        return folder;
    }

    /** Takes over a process that runs, and hears of its end. */
    void adopt(Slot slot, Address address, ProcessHandle process) {
        if (processes.put(slot, process) != null) {
            // Its end was not heard of yet: of processes that an earlier keydesk started, one hears late.
            tellOfEnd(slot, address);
        }
        if (slot.kind() == Slot.Kind.NODE) {
            notebook.proven(false);
        }
        missingSince.remove(slot);
        // The thread that notices has a small stack, and waking leads far.
        process.onExit().thenRun(() -> Thread.startVirtualThread(() -> ended(slot, address, process)));
    }

    /** A process that was disowned, and has not ended. One that has is found out by whoever looks. */
    void keep(Slot slot, ProcessHandle process) {
        processes.put(slot, process);
    }

    /** From here on the end of this process is no news. */
    void disown(Slot slot) {
        var process = processes.remove(slot);
        if (process != null) {
            disowned.add(process);
        }
        restarts.forget(slot);
    }

    Notebook notebook() {
        return notebook;
    }

    Restarts restarts() {
        return restarts;
    }

    /** What the files said when they were there last. */
    Optional<KeptFiles> keptFiles() {
        return Optional.ofNullable(keptFiles);
    }

    void keepFiles(KeptFiles files) {
        keptFiles = files;
    }

    Optional<ProcessHandle> process(Slot slot) {
        return Optional.ofNullable(processes.get(slot))
                .filter(process -> ProcessTable.runs(process, folder.configuration(slot)));
    }

    boolean runs(Slot slot) {
        return process(slot).isPresent();
    }

    List<Slot> missing(Slot.Kind kind) {
        return Slot.all(kind).stream().filter(slot -> !runs(slot)).toList();
    }

    @Override
    public boolean hasNode(int index) {
        return runs(Slot.node(index));
    }

    @Override
    public boolean hasSentinel(int index) {
        return runs(Slot.sentinel(index));
    }

    private void ended(Slot slot, Address address, ProcessHandle process) {
        boolean expected = disowned.remove(process);
        if (processes.remove(slot, process)) {
            if (!expected) {
                tellOfEnd(slot, address);
            }
            wake.accept(id);
        }
    }

    private void tellOfEnd(Slot slot, Address address) {
        notebook.tell(
                slot.kind().word() + "-died", "%s (%s) died".formatted(Sentences.capitalised(slot.label()), address));
    }

    /** How often a missing node could have asked whether it may start, twice a second from 1. */
    int attempt(Slot slot) {
        var now = clock.instant();
        var since = missingSince.computeIfAbsent(slot, _ -> now);
        return 1 + (int) Duration.between(since, now).dividedBy(ATTEMPT);
    }
}
