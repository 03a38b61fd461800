package io.keydesk.provisioning.upkeep;

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
public record SettleStep() implements Step<Site> {

    /** A node that does not know that another was elected is told so by Sentinel only after ten seconds. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** In a failover the Sentinels turn replicas to the new primary one after the other, each within a second. */
    private static final Duration STRAY = Duration.ofSeconds(2);

    /** Sentinels that can hear each other agree within ten seconds. */
    private static final Duration ODD = Duration.ofSeconds(12);

    @Override
    public Result take(Site site) {
        var view = site.look();
        if (view.isSettled()) {
            return proven(site, view) ? new Done() : new Waiting("Waiting until replicas receive what is written");
        }
        var waiting = new Waiting(new Health(view, Instant.EPOCH)
                .conditions().stream()
                        .filter(condition -> !condition.holds())
                        .map(condition -> "Waiting: " + Sentences.withoutDot(condition.message()))
                        .findFirst()
                        .orElse("Waiting for the Sentinels to know each other"));
        var waited = site.notebook().waitedFor(waiting.message());
        if (waited.compareTo(SETTLED) > 0) {
            view.usurpers()
                    .forEach(usurper -> demote(site, usurper, view.primary().orElseThrow()));
        }
        overtaken(view).forEach(old -> renew(site, old));
        strays(site, view).forEach(stray -> turn(site, stray, view));
        namedReplica(site, view)
                .ifPresent(named -> new Failover(site)
                        .order(
                                named,
                                "The Sentinels name %s, which was made a replica"
                                        .formatted(Member.name(named.index()))));
        odd(site, view).forEach(member -> rebuild(site, member));
        return waiting;
    }

    /**
     * Replicas that their primary has overtaken in an upgrade, and that have no link to it: the older ones cannot read what a
     * newer primary sends, so that they would wait for ever for their turn.
     */
    private static List<Member> overtaken(ClusterView view) {
        var newest =
                view.elected().flatMap(view::node).filter(NodeState::isPrimary).flatMap(NodeState::version);
        return newest.stream()
                .flatMap(primary -> view.members().stream()
                        .filter(member -> view.node(member.index())
                                .filter(state -> !state.isPrimary() && !state.isLinked())
                                .flatMap(NodeState::version)
                                .filter(primary::isNewerThan)
                                .isPresent()))
                .toList();
    }

    private static void renew(Site site, Member old) {
        site.notebook()
                .tell(
                        "node-restarting",
                        "%s restarts, for it is older than its primary"
                                .formatted(Sentences.capitalised(Member.name(old.index()))));
        site.changed();
        site.restart(old);
        CrashPoint.NODE_ENDED.reached();
    }

    /** Replicas that follow somebody else than the primary on which all agree, and that no Sentinel has turned yet. */
    private static List<Member> strays(Site site, ClusterView view) {
        return view.members().stream()
                .filter(member -> {
                    boolean astray = view.primary()
                            .filter(primary -> view.node(member.index())
                                    .flatMap(NodeState::follows)
                                    .filter(followed -> !followed.equals(primary.node()))
                                    .isPresent())
                            .isPresent();
                    return site.notebook()
                                    .lasting("astray-" + member.index(), astray)
                                    .compareTo(STRAY)
                            > 0;
                })
                .toList();
    }

    private static void turn(Site site, Member stray, ClusterView view) {
        var primary = view.primary().orElseThrow();
        var followed = view.node(stray.index()).flatMap(NodeState::follows).orElseThrow();
        site.changed();
        if (new Demotion(site.client()).of(stray, primary)) {
            site.notebook()
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
    private static Optional<Member> namedReplica(Site site, ClusterView view) {
        var named = view.elected()
                .filter(index -> view.node(index).flatMap(NodeState::follows).isPresent())
                .map(view.members()::get);
        return site.notebook().lasting("named-replica", named.isPresent()).compareTo(STRAY) > 0
                ? named
                : Optional.empty();
    }

    private static void demote(Site site, Member usurper, Member primary) {
        site.changed();
        if (new Demotion(site.client()).of(usurper, primary)) {
            site.notebook()
                    .tell(
                            "primary-demoted",
                            "%s still took itself for the primary and follows %s now"
                                    .formatted(
                                            Sentences.capitalised(Member.name(usurper.index())),
                                            Member.name(primary.index())));
        }
    }

    /** After each start of a node, and once after a start of keydesk. */
    private static boolean proven(Site site, ClusterView view) {
        var notebook = site.notebook();
        if (!notebook.isProven()) {
            var survey = new ClusterSurvey(site.client(), List.of());
            site.changed();
            boolean proven = view.primary()
                    .filter(primary -> new StreamProof(survey, site.presence()).of(primary, view.members()))
                    .isPresent();
            CrashPoint.STREAM_PROVEN.reached();
            notebook.proven(proven);
        }
        return notebook.isProven();
    }

    @Override
    public String phrase() {
        return "Waiting until nodes and Sentinels agree";
    }

    /** Those that answer, but do not name the node that is the primary, and never would. */
    private static List<Member> odd(Site site, ClusterView view) {
        var primary = view.presumedPrimary().map(Member::node);
        return view.members().stream()
                .filter(member -> {
                    boolean odd = view.sentinels()
                            .get(member.index())
                            .filter(said -> primary.filter(address -> !address.equals(said.names()))
                                    .isPresent())
                            .isPresent();
                    return site.notebook().lasting("odd-" + member.index(), odd).compareTo(ODD) > 0;
                })
                .toList();
    }

    private static void rebuild(Site site, Member member) {
        site.changed();
        site.notebook()
                .tell(
                        "sentinel-corrected",
                        Member.sentinelName(member.index()) + " did not name the primary for too long");
        site.rebuildSentinel(member);
    }
}
