package io.keydesk.provisioning.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.manifest.Manifests;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.upkeep.Sentences;
import io.keydesk.provisioning.upkeep.Step.Failed;
import io.keydesk.provisioning.valkey.Patience;
import io.keydesk.service.crash.CrashPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds which objects of a cluster are not as they should be, and applies them. */
final class ObjectKeeper {

    private static final int INVALID = 422;

    /** The controllers of Kubernetes make and remove these; keydesk only looks at them. */
    private static final Set<String> MADE_BY_OTHERS = Set.of("Pod", "PersistentVolumeClaim");

    private static final Duration GONE = Duration.ofSeconds(5);

    private final KubernetesSite site;

    ObjectKeeper(KubernetesSite site) {
        this.site = site;
    }

    /** All that is not as it should be, of what the nodes have taken already. Looks again only if something is new. */
    List<Finding> findings() {
        var versions = site.objects().values().stream().map(Entry::version).toList();
        var of = List.of(site.desired(), site.secrets(), site.link().premises(), versions);
        return site.cluster().examined(of, () -> findings(site.storedDirectives()));
    }

    private List<Finding> findings(Directives directives) {
        boolean applied = site.isApplied();
        var wanted = wanted(directives, applied);
        var objects = site.objects();
        var findings = new ArrayList<Finding>();
        for (var object : wanted) {
            var there = objects.get(object.ref());
            if (there == null) {
                findings.add(new Finding.Missing(object));
                continue;
            }
            var differences = Comparison.of(object.tree(), there.tree());
            if (!site.cluster().areUnkept(object.ref(), differences)) {
                findings.add(new Finding.Different(object, differences));
            }
        }
        if (applied) {
            var refs = wanted.stream().map(Wanted::ref).collect(Collectors.toSet());
            objects.values().stream()
                    .filter(entry -> !refs.contains(entry.ref())
                            && !MADE_BY_OTHERS.contains(entry.ref().kind()))
                    .forEach(entry -> findings.add(new Finding.Unwanted(entry.ref(), entry)));
        }
        return List.copyOf(findings);
    }

    /** What should be there by now: what is published only follows a revision that was applied. */
    private List<Wanted> wanted(Directives directives, boolean applied) {
        var blueprint = site.blueprint(directives);
        var wanted = Stream.of(
                        Manifests.foundations(blueprint),
                        addresses(blueprint),
                        Manifests.nodes(blueprint),
                        applied ? Manifests.published(blueprint) : List.<HasMetadata>of())
                .flatMap(List::stream);
        return wanted.map(Wanted::of).toList();
    }

    private List<HasMetadata> addresses(Blueprint blueprint) {
        var ips = site.clusterIps();
        int applied = site.appliedRevision();
        boolean first = applied == 0 && !site.desired().existing();
        return ips.size() == Blueprint.NODES
                ? List.of(Applied.on(Manifests.addresses(blueprint, ips, first), applied, site.drill()))
                : List.of();
    }

    /**
     * Applies whatever is not as it should be with these directives, in the order in which that is safe.
     *
     * @return what cannot be applied
     */
    Optional<Failed> keepAll(Directives directives) {
        for (int round = 0; round < 2; round++) {
            // The addresses follow from what the first round is answered.
            for (var finding : findings(directives)) {
                var failed = keep(finding);
                if (failed.isPresent()) {
                    return failed;
                }
            }
        }
        return Optional.empty();
    }

    /** Makes one object what it should be, and tells what it was if that was somebody else's doing. */
    Optional<Failed> keep(Finding finding) {
        // Before the write that may be what applies the revision.
        boolean applied = site.isApplied();
        var failed = switch (finding) {
            case Finding.Missing missing -> apply(missing.wanted());
            case Finding.Different different -> apply(different.wanted());
            case Finding.Unwanted unwanted -> {
                if (site.cluster().maySendAgain(unwanted.ref())) {
                    site.link().writer().delete(unwanted.ref(), KubernetesSite.OWN_GRACE);
                }
                yield Optional.<Failed>empty();
            }
        };
        if (failed.isEmpty() && applied && !(finding instanceof Finding.Unwanted)) {
            site.notebook().tell("drift-repaired", Sentences.capitalised(finding.describe()));
        }
        return failed;
    }

    /** Applies an object that is to change now, which is nobody else's doing. */
    Optional<Failed> write(HasMetadata object) {
        return apply(Wanted.of(object));
    }

    private Optional<Failed> apply(Wanted wanted) {
        var ref = wanted.ref();
        if (site.link().inventory().isTakenByAnother(ref, site.desired().id())) {
            return Optional.of(new Failed(
                    "NameTaken",
                    "%s belongs to another cluster: give this cluster back and order it under another name."
                            .formatted(ref),
                    true));
        }
        var failed = applied(ref, wanted.object());
        CrashPoint.OBJECT_APPLIED.reached();
        if (failed.isEmpty()) {
            noteUnkept(ref, wanted.tree());
        }
        return failed;
    }

    private Optional<Failed> applied(ObjectRef ref, HasMetadata desired) {
        var writer = site.link().writer();
        try {
            writer.apply(site.desired().id(), desired, false);
            return Optional.empty();
        } catch (KubernetesClientException e) {
            var conflicts = FieldConflict.in(e);
            if (conflicts.isEmpty()) {
                return replaced(ref, desired, e);
            }
            var held = conflicts.stream()
                    .filter(conflict -> conflict.declared() || !site.cluster().mayTakeBack(ref, conflict))
                    .findFirst();
            if (held.isPresent()) {
                return Optional.of(conflict(ref, held.get()));
            }
            writer.apply(site.desired().id(), desired, true);
            return Optional.empty();
        }
    }

    private static Failed conflict(ObjectRef ref, FieldConflict conflict) {
        return new Failed(
                "FieldConflict",
                "The field %s of %s is held at another value by %s, which sets it again and again: have that leave the field to keydesk."
                        .formatted(conflict.field(), ref, conflict.manager()),
                true);
    }

    /** Of a StatefulSet some fields never change: another one takes its place, and its pods. */
    private Optional<Failed> replaced(ObjectRef ref, HasMetadata desired, KubernetesClientException e) {
        if (!(desired instanceof StatefulSet) || e.getCode() != INVALID || !isFixed(Troubles.words(e))) {
            throw e;
        }
        site.link().writer().deleteAlone(ref);
        if (!Patience.until(GONE, () -> !site.objects().containsKey(ref))) {
            return Optional.of(
                    new Failed("StatefulSetStays", "%s is being replaced, and is not gone yet.".formatted(ref), true));
        }
        site.link().writer().apply(site.desired().id(), desired, false);
        return Optional.empty();
    }

    /** As the API server words it since Kubernetes 1.9. */
    private static boolean isFixed(String words) {
        return words.contains("updates to statefulset spec for fields other than");
    }

    private void noteUnkept(ObjectRef ref, JsonNode desired) {
        var there = site.objects().get(ref);
        site.cluster().unkept(ref, there == null ? List.of() : Comparison.of(desired, there.tree()));
    }
}
