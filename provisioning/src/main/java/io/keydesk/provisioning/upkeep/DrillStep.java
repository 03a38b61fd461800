package io.keydesk.provisioning.upkeep;

import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.DrillWriter;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.SwitchOver;
import io.keydesk.service.cluster.Drill;
import io.keydesk.service.crash.CrashPoint;
import java.util.Optional;

/**
 * The drill that a revision asks for: the primary hands over once, while a writer of keydesk measures what others see of it.
 * It is noted before it begins, so that after a crash it is neither done twice nor forgotten.
 */
public record DrillStep() implements Step<Site> {

    @Override
    public String phrase() {
        return "Failing over, and measuring it";
    }

    @Override
    public Result take(Site site) {
        if (!site.desired().state().drill() || site.isApplied()) {
            return new Done();
        }
        int revision = site.desired().revision();
        var note = site.drill().filter(known -> known.revision() == revision);
        if (note.filter(known -> known.ended() != null).isPresent()) {
            return new Done();
        }
        var primary = site.look().primary();
        if (primary.isEmpty() || !site.look().isSettled()) {
            return new Waiting("Waiting until nodes and Sentinels agree");
        }
        var before = note.filter(known -> known.from() != primary.get().index());
        if (before.isPresent()) {
            site.keep(DrillNote.of(
                    new Drill(revision, before.get().from(), primary.get().index(), null)));
            return new Done();
        }
        return site.look().isReadyToSwitch()
                ? drill(site, primary.get())
                : new Waiting("Waiting until every Sentinel reaches both replicas");
    }

    private static Result drill(Site site, Member primary) {
        int revision = site.desired().revision();
        site.keep(DrillNote.begun(revision, primary.index()));
        CrashPoint.DRILL_NOTED.reached();
        var writer = new DrillWriter(
                site.members(), site.client(), site.secrets().applicationLogin(), "keydesk:drill:" + revision);
        try (writer) {
            var refused = writer.begin();
            if (refused.isPresent()) {
                return new Failed(
                        "DrillNotBegun",
                        "No write was acknowledged before the drill, so nothing was done: %s.".formatted(refused.get()),
                        false);
            }
            site.changed();
            new SwitchOver(site.members(), site.presence(), site.client()).from(primary);
            // The connection to the old primary may have been lost just when it had handed over.
            var successor = successor(site.look(), primary);
            if (successor.isEmpty()) {
                return new Failed(
                        "DrillFailed",
                        "%s could not hand over to a replica, and is the primary still."
                                .formatted(Sentences.capitalised(Member.name(primary.index()))),
                        false);
            }
            site.keep(DrillNote.of(new Drill(revision, primary.index(), successor.get(), writer.end())));
        }
        return new Acted();
    }

    private static Optional<Integer> successor(ClusterView view, Member primary) {
        return view.elected().filter(index -> index != primary.index());
    }
}
