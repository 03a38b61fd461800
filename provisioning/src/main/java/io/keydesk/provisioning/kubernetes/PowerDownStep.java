package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.manifest.Manifests;
import io.keydesk.provisioning.manifest.NodeSet;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.provisioning.valkey.LastWrites;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NoAnswer;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.provisioning.valkey.Refusal;
import io.keydesk.service.crash.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Ends all pods in the order in which nothing is lost. Where the cluster keeps data, writes are held back until all nodes have
 * the same. Then the pods of the replicas end, with their Sentinels: the one that is left cannot fail over alone; and the
 * primary's last, once it has saved. Volumes stay. What comes next follows from the StatefulSet and its pods, so that a crash
 * in between does not matter.
 */
record PowerDownStep() implements Step<KubernetesSite> {

    /** A failover that is under way ends by then; what never settles is ended as it is. */
    private static final Duration UNSETTLED = Duration.ofSeconds(20);

    /** Enough to write 11 GiB, all that the largest plan has room for, to a disk of 20 MiB a second. */
    private static final long SAVING_SECONDS = 600;

    @Override
    public String phrase() {
        return "Ending pods";
    }

    @Override
    public Result take(KubernetesSite site) {
        var set = site.find(StatefulSet.class, site.names().nodes()).map(entry -> entry.as(StatefulSet.class));
        if (set.isEmpty()) {
            return new Done();
        }
        int wanted = Optional.ofNullable(set.get().getSpec().getReplicas()).orElse(Blueprint.NODES);
        var pods = pods(site);
        if (pods.isEmpty()) {
            return wanted == 0 ? new Done() : scale(site, off(site));
        }
        if (wanted == 0) {
            return new Waiting("Waiting until the primary has saved its data, and its pod is gone");
        }
        return wanted == 1 ? last(site, set.get(), pods) : first(site);
    }

    /** Those of which the primary is to be left. */
    private static Result first(KubernetesSite site) {
        boolean whole = IntStream.range(0, Blueprint.NODES)
                .allMatch(index -> site.pod(index)
                        .filter(entry -> PodTrouble.isReady(entry.as(Pod.class)))
                        .isPresent());
        boolean unsettled = whole && !isCalm(site);
        if (site.notebook().lasting("unsettled-before-off", unsettled).compareTo(UNSETTLED) < 0 && unsettled) {
            return new Waiting("Waiting until nodes and Sentinels agree");
        }
        var primaries = site.members().stream()
                .filter(member -> site.look()
                        .node(member.index())
                        .filter(NodeState::isPrimary)
                        .isPresent())
                .toList();
        return scale(
                site,
                primaries.size() == 1
                        ? NodeSet.leaving(off(site), primaries.getFirst().index())
                        : off(site));
    }

    private static boolean isCalm(KubernetesSite site) {
        return site.look().isSettled()
                && (site.storedDirectives().forgets()
                        || lastWrites(site).hold(site.look().primary().orElseThrow()));
    }

    private static LastWrites lastWrites(KubernetesSite site) {
        return new LastWrites(site.members(), site.presence(), site.client());
    }

    private static Result last(KubernetesSite site, StatefulSet set, List<Integer> pods) {
        int left = Optional.ofNullable(set.getSpec().getOrdinals())
                .map(ordinals -> ordinals.getStart())
                .orElse(0);
        if (pods.stream().anyMatch(index -> index != left)) {
            if (!site.storedDirectives().forgets()) {
                lastWrites(site).pause(site.members().get(left));
            }
            return new Waiting("Waiting until the pods of the replicas are gone");
        }
        CrashPoint.REPLICAS_ENDED.reached();
        var refused = shutDown(site, site.members().get(left));
        if (refused.isPresent()) {
            return new Failed(
                    "DataNotSaved",
                    "%s does not save its data, and so is not ended: the server says \"%s\"."
                            .formatted(Member.name(left), refused.get()),
                    true);
        }
        site.pod(left).ifPresent(entry -> site.link().writer().delete(entry.ref(), grace(site)));
        return scale(site, off(site));
    }

    /** What is to be kept may take longer to save than pods are given to end. */
    private static long grace(KubernetesSite site) {
        return site.storedDirectives().forgets() ? KubernetesSite.OWN_GRACE : SAVING_SECONDS;
    }

    /**
     * Without it the pod would wait for a replica to hand over to. A container that ended before its pod may be started again,
     * and then finds what was saved.
     *
     * @return why the node refuses to end
     */
    private static Optional<String> shutDown(KubernetesSite site, Member primary) {
        site.changed();
        try (var connection = site.client().open(primary.node())) {
            connection.ask("SHUTDOWN");
            return Optional.empty();
        } catch (NoAnswer ending) {
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.words());
        }
    }

    private static StatefulSet off(KubernetesSite site) {
        return Manifests.nodes(site.blueprint(site.storedDirectives())).stream()
                .filter(StatefulSet.class::isInstance)
                .map(StatefulSet.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Result scale(KubernetesSite site, StatefulSet next) {
        var wanted = Wanted.of(next);
        var differences = site.find(StatefulSet.class, wanted.ref().name())
                .map(there -> Comparison.of(wanted.tree(), there.tree()))
                .orElse(List.of());
        site.changed();
        return new ObjectKeeper(site)
                .keep(new Finding.Different(wanted, differences))
                .<Result>map(failed -> failed)
                .orElseGet(() -> new Waiting("Waiting until pods are gone"));
    }

    private static List<Integer> pods(KubernetesSite site) {
        return IntStream.range(0, Blueprint.NODES)
                .filter(index -> site.pod(index).isPresent())
                .boxed()
                .toList();
    }
}
