package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.LastWrites;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.service.crash.CrashPoint;
import java.time.Duration;
import java.util.List;

/**
 * Ends all processes in the order in which nothing is lost: where the cluster keeps data, writes are held back until all nodes
 * have the same; then the Sentinels end, so that none fails over; the replicas; and the primary last. Whatever was done before
 * a crash need not be done again: who runs is asked who it is.
 */
record PowerDownStep() implements Step<Run> {

    /** A failover that is under way ends by then; what never settles is ended as it is. */
    private static final Duration UNSETTLED = Duration.ofSeconds(20);

    /** For which one call waits for a node that saves its data. */
    private static final Duration SAVING = Duration.ofSeconds(3);

    @Override
    public String phrase() {
        return "Ending Sentinels and nodes";
    }

    @Override
    public Result take(Run run) {
        var cluster = run.cluster();
        if (cluster.missing(Kind.NODE).size() + cluster.missing(Kind.SENTINEL).size() == 2 * Layout.MEMBERS) {
            return new Done();
        }
        boolean whole = cluster.missing(Kind.NODE).isEmpty()
                && cluster.missing(Kind.SENTINEL).isEmpty();
        boolean kept = !run.storedDirectives().forgets();
        boolean unsettled = whole && !isCalm(run, kept);
        if (run.notebook().lasting("unsettled-before-off", unsettled).compareTo(UNSETTLED) < 0 && unsettled) {
            return new Waiting("Waiting until nodes and Sentinels agree");
        }
        run.changed();
        var shutdown = new Shutdown(cluster);
        if (!shutdown.these(Slot.all(Kind.SENTINEL), Shutdown.QUICK)) {
            return new Waiting("Waiting until the Sentinels have ended");
        }
        CrashPoint.SENTINELS_ENDED.reached();
        return endNodes(run, shutdown, kept);
    }

    private static boolean isCalm(Run run, boolean kept) {
        return run.look().isSettled()
                && (!kept || lastWrites(run).hold(run.look().primary().orElseThrow()));
    }

    private static LastWrites lastWrites(Run run) {
        return new LastWrites(run.members(), run.presence(), run.client());
    }

    private static Result endNodes(Run run, Shutdown shutdown, boolean kept) {
        var view = run.look();
        var primaries = nodes(run, view, true);
        var others = nodes(run, view, false);
        if (kept) {
            primaries.forEach(slot -> lastWrites(run).pause(run.members().get(slot.index())));
        }
        // Without a primary to be seen, any of them may be the one whose data counts.
        boolean patient = kept && primaries.isEmpty();
        run.changed();
        if (!(patient ? shutdown.patiently(others, SAVING) : shutdown.these(others, Shutdown.GRACEFUL))) {
            return new Waiting("Waiting until the replicas have ended");
        }
        CrashPoint.REPLICAS_ENDED.reached();
        boolean ended = kept ? shutdown.patiently(primaries, SAVING) : shutdown.these(primaries, Shutdown.QUICK);
        return ended ? new Acted() : new Waiting("Waiting until the primary has saved its data");
    }

    /** Those that run, and say that they are the primary; or all others. */
    private static List<Slot> nodes(Run run, ClusterView view, boolean primary) {
        return Slot.all(Kind.NODE).stream()
                .filter(run.cluster()::runs)
                .filter(slot ->
                        view.node(slot.index()).filter(NodeState::isPrimary).isPresent() == primary)
                .toList();
    }
}
