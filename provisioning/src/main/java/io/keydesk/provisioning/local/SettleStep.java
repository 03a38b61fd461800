package io.keydesk.provisioning.local;

import io.keydesk.provisioning.valkey.ClusterSurvey;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Demotion;
import io.keydesk.provisioning.valkey.Health;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.provisioning.valkey.StreamProof;
import io.keydesk.service.crash.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Waits until nodes and Sentinels agree, and corrects a Sentinel that never would. */
record SettleStep() implements Step {

    /** A node that does not know that another was elected is told so by Sentinel only after ten seconds. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** In a failover the Sentinels turn replicas to the new primary one after the other, each within a second. */
    private static final Duration STRAY = Duration.ofSeconds(2);

    /** Sentinels that can hear each other agree within ten seconds. */
    private static final Duration ODD = Duration.ofSeconds(12);

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
        strays(run, view).forEach(stray -> turn(run, stray, view));
        namedReplica(run, view)
                .ifPresent(index -> NodesStep.orderFailover(
                        run,
                        Slot.node(index),
                        "The Sentinels name %s, which was made a replica".formatted(Member.name(index))));
        odd(run, view).forEach(member -> rewrite(run, member));
        return waiting;
    }

    /** Replicas that follow somebody else than the primary on which all agree, and that no Sentinel has turned yet. */
    private static List<Member> strays(Run run, ClusterView view) {
        return view.members().stream()
                .filter(member -> {
                    boolean astray = view.primary()
                            .filter(primary -> view.node(member.index())
                                    .flatMap(NodeState::follows)
                                    .filter(followed -> !followed.equals(primary.node()))
                                    .isPresent())
                            .isPresent();
                    return run.cluster()
                                    .lasting("astray-" + member.index(), astray)
                                    .compareTo(STRAY)
                            > 0;
                })
                .toList();
    }

    private static void turn(Run run, Member stray, ClusterView view) {
        var primary = view.primary().orElseThrow();
        var followed = view.node(stray.index()).flatMap(NodeState::follows).orElseThrow();
        run.changed();
        if (new Demotion(run.client()).of(stray, primary)) {
            run.cluster()
                    .tell(
                            "replica-turned",
                            "%s followed %s and follows %s again"
                                    .formatted(
                                            Sentences.capitalised(Member.name(stray.index())),
                                            followed,
                                            Member.name(primary.index())));
        }
    }

    /** Sentinel itself replaces a primary that calls itself a replica only after 25 s. */
    private static Optional<Integer> namedReplica(Run run, ClusterView view) {
        var named = view.elected()
                .filter(index -> view.node(index).flatMap(NodeState::follows).isPresent());
        return run.cluster().lasting("named-replica", named.isPresent()).compareTo(STRAY) > 0
                ? named
                : Optional.empty();
    }

    private static void demote(Run run, Member usurper, Member primary) {
        run.changed();
        if (new Demotion(run.client()).of(usurper, primary)) {
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
            var survey = new ClusterSurvey(run.client(), List.of());
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

    /** Those that answer, but do not name the node that is the primary, and never would. */
    private static List<Member> odd(Run run, ClusterView view) {
        var primary = SentinelsStep.primary(view);
        return view.members().stream()
                .filter(member -> {
                    boolean odd = view.sentinels()
                            .get(member.index())
                            .filter(said -> primary.filter(address -> !address.equals(said.names()))
                                    .isPresent())
                            .isPresent();
                    return run.cluster().lasting("odd-" + member.index(), odd).compareTo(ODD) > 0;
                })
                .toList();
    }

    /** It starts as one that knows nothing, and is told. */
    private static void rewrite(Run run, Member member) {
        var slot = Slot.sentinel(member.index());
        run.changed();
        run.cluster().tell("sentinel-corrected", slot.label() + " did not name the primary for too long");
        new Shutdown(run.cluster()).these(List.of(slot), Shutdown.QUICK);
        PrivateFiles.remove(run.folder().configuration(slot));
    }
}
