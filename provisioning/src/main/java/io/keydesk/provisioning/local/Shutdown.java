package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.valkey.Patience;
import io.keydesk.service.crash.CrashPoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ends processes of one cluster: asked first, then, when the bound is over, killed. */
record Shutdown(LocalCluster cluster) {

    /** A node that saves its data and waits for its replicas takes up to its {@code shutdown-timeout}, 10 s. */
    static final Duration GRACEFUL = Duration.ofSeconds(12);

    /** For what is thrown away anyway. */
    static final Duration QUICK = Duration.ofSeconds(2);

    private static final Duration KILLED = Duration.ofSeconds(2);

    /** Sentinels first, so that none of them fails over. */
    boolean all(Duration bound) {
        boolean noSentinels = these(Slot.all(Kind.SENTINEL), QUICK);
        CrashPoint.SENTINELS_ENDED.reached();
        return noSentinels && these(Slot.all(Kind.NODE), bound);
    }

    /** @return whether none of these runs any more */
    boolean these(List<Slot> slots, Duration bound) {
        return these(slots, bound, true);
    }

    /** The same, but nobody is killed: what they are saving is to be kept. To be asked again until they have ended. */
    boolean patiently(List<Slot> slots, Duration bound) {
        return these(slots, bound, false);
    }

    private boolean these(List<Slot> slots, Duration bound, boolean killing) {
        var running = new HashMap<Slot, ProcessHandle>();
        for (var slot : slots) {
            cluster.process(slot).ifPresent(process -> running.put(slot, process));
            cluster.disown(slot);
        }
        running.values().forEach(ProcessHandle::destroy);
        boolean gone = Patience.until(bound, () -> ended(running));
        if (!gone && killing) {
            running.values().forEach(ProcessHandle::destroyForcibly);
            gone = Patience.until(KILLED, () -> ended(running));
        }
        if (!gone) {
            // Not forgotten: whoever asks again must not take them for ended.
            running.forEach(cluster::keep);
        }
        return gone;
    }

    /** Nobody may collect the exit of a process that an earlier keydesk started: what is left then has no arguments. */
    private boolean ended(Map<Slot, ProcessHandle> running) {
        return running.entrySet().stream()
                .noneMatch(entry ->
                        ProcessTable.runs(entry.getValue(), cluster.folder().configuration(entry.getKey())));
    }
}
