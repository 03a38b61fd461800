package io.keydesk.provisioning.local;

import io.keydesk.provisioning.valkey.ClusterSurvey;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Demotion;
import io.keydesk.provisioning.valkey.Health;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.StreamProof;
import io.keydesk.service.crash.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Waits until nodes and Sentinels agree, and corrects a Sentinel that never would. */
record SettleStep() implements Step {

    /** A node that does not know that another was elected is told so by Sentinel only after ten seconds. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** Sentinels that can hear each other agree within ten seconds. */
    private static final Duration ODD = Duration.ofSeconds(30);

    @Override
    public Result take(Run run) {
        var view = run.look();
        if (view.isSettled()) {
            return proven(run, view) ? new Done() : new Waiting("Waiting until replicas receive what is written");
        }
        var waiting = new Waiting(new Health(view, Instant.EPOCH)
                .conditions().stream()
                        .filter(condition -> !condition.holds())
                        .map(condition -> "Waiting: " + Sentences.withoutDot(condition.message()))
                        .findFirst()
                        .orElse("Waiting for the Sentinels to know each other"));
        var waited = run.cluster().waitedFor(waiting.message());
        if (waited.compareTo(SETTLED) > 0) {
            view.usurpers()
                    .forEach(usurper -> demote(run, usurper, view.primary().orElseThrow()));
        }
        if (waited.compareTo(ODD) > 0) {
            odd(view).forEach(member -> rewrite(run, member));
        }
        return waiting;
    }

    private static void demote(Run run, Member usurper, Member primary) {
        run.changed();
        if (new Demotion(run.secrets().opsLogin()).of(usurper, primary)) {
            run.cluster()
                    .tell(
                            "primary-demoted",
                            "%s still took itself for the primary and follows %s now"
                                    .formatted(
                                            Sentences.capitalised(Member.name(usurper.index())),
                                            Member.name(primary.index())));
        }
    }

    /** After each start of a node, and once after a start of keydesk. */
    private static boolean proven(Run run, ClusterView view) {
        var cluster = run.cluster();
        if (!cluster.isProven()) {
            var survey = new ClusterSurvey(run.secrets().opsLogin(), List.of());
            run.changed();
            boolean proven = view.primary()
                    .filter(primary -> new StreamProof(survey, cluster).of(primary, view.members()))
                    .isPresent();
            CrashPoint.STREAM_PROVEN.reached();
            cluster.proven(proven);
        }
        return cluster.isProven();
    }

    @Override
    public String phrase() {
        return "Waiting until nodes and Sentinels agree";
    }

    /** The one that answers, but does not name the primary that the two others name. */
    private static List<Member> odd(ClusterView view) {
        return view.elected().map(view.members()::get).stream()
                .flatMap(primary -> view.members().stream()
                        .filter(member -> view.sentinels()
                                .get(member.index())
                                .filter(said -> !primary.node().equals(said.names()))
                                .isPresent()))
                .toList();
    }

    /** It starts as one that knows nothing, and is told. */
    private static void rewrite(Run run, Member member) {
        var slot = Slot.sentinel(member.index());
        run.changed();
        run.cluster().tell("sentinel-corrected", slot.label() + " named another primary than the others for too long");
        new Shutdown(run.cluster()).these(List.of(slot), Shutdown.QUICK);
        PrivateFiles.remove(run.folder().configuration(slot));
    }
}
