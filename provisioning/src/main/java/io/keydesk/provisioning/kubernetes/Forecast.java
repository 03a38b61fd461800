package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.manifest.Manifests;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedObject.Action;
import io.keydesk.service.provisioning.PlannedWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a change would do to each object, by the API server's own account: it is asked to apply the object, and to store
 * nothing. So whatever a webhook would add, or an admission policy refuse, is seen before anyone decides.
 */
final class Forecast {

    private static final int NOT_FOUND = 404;

    private final KubernetesSite site;
    private final String region;

    Forecast(KubernetesSite site, String region) {
        this.site = site;
        this.region = region;
    }

    /** What came of trying one object out. */
    private record Trial(Optional<PlannedObject> planned, Optional<String> warning) {}

    PlannedWork work() {
        var objects = site.objects();
        if (site.desired().state().deleted()) {
            return new PlannedWork(objects.keySet().stream()
                    .map(ref -> new PlannedObject(ref.kind(), place(ref), Action.DELETE))
                    .toList());
        }
        var blueprint = blueprint();
        var trials = all(blueprint).stream()
                .<Callable<Trial>>map(wanted -> () -> trial(wanted, objects))
                .toList();
        var planned = new ArrayList<PlannedObject>();
        var warnings = new ArrayList<String>();
        var size = ResizeForecast.of(site, blueprint);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var trial : threads.invokeAll(trials)) {
                trial.get().planned().ifPresent(planned::add);
                trial.get().warning().ifPresent(warnings::add);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking an API server", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a trial went wrong", e.getCause());
        }
        withdrawn(blueprint, objects.keySet()).forEach(planned::add);
        warnings.addAll(size.warnings());
        return new PlannedWork(planned, warnings.stream().distinct().toList(), size.rolls());
    }

    /** What is published in namespaces that shall not have it any more. */
    private Stream<PlannedObject> withdrawn(Blueprint blueprint, Set<ObjectRef> there) {
        var published =
                Manifests.published(blueprint).stream().map(ObjectRef::of).collect(Collectors.toSet());
        return there.stream()
                .filter(ref -> !ref.namespace().equals(site.link().premises().namespace()))
                .filter(ref -> !published.contains(ref))
                .map(ref -> new PlannedObject(ref.kind(), place(ref), Action.DELETE));
    }

    /** Passwords of a new cluster do not exist yet; whatever stands in their place is hidden. */
    private Blueprint blueprint() {
        return site.base().isPresent() && site.cluster().keptSecrets().isPresent()
                ? site.blueprint(site.desiredDirectives(), secrets())
                : new Blueprint(
                        site.desired(),
                        site.desired().name(),
                        site.plan(),
                        site.desiredDirectives(),
                        Secrets.generate(),
                        site.link().premises());
    }

    /** As they would be: new ones, which are only made for this. */
    private Secrets secrets() {
        var secrets = site.secrets();
        int wanted = site.desired().state().generation();
        return secrets.generation() < wanted ? secrets.exchangedFor(wanted).used() : secrets;
    }

    private List<Wanted> all(Blueprint blueprint) {
        var all = new ArrayList<>(Manifests.all(blueprint));
        addresses(blueprint).ifPresent(all::add);
        return all.stream().map(Wanted::of).toList();
    }

    /** As far as they can be told: a new cluster has none yet. */
    private Optional<ConfigMap> addresses(Blueprint blueprint) {
        var ips = site.base().isPresent() ? site.clusterIps() : List.<String>of();
        if (ips.size() == Blueprint.NODES) {
            return Optional.of(
                    Applied.on(Manifests.addresses(blueprint, ips, false), site.appliedRevision(), site.drill()));
        }
        return site.find(ConfigMap.class, blueprint.names().addresses()).isPresent()
                ? Optional.empty()
                : Optional.of(Manifests.addressesToCome(blueprint));
    }

    private Trial trial(Wanted wanted, SortedMap<ObjectRef, Entry> objects) {
        var ref = wanted.ref();
        var there = Optional.ofNullable(objects.get(ref)).map(Entry::tree);
        if (there.filter(tree -> Comparison.of(wanted.tree(), tree).isEmpty()).isPresent()) {
            return new Trial(Optional.empty(), Optional.empty());
        }
        var action = there.isPresent() ? Action.CHANGE : Action.CREATE;
        try {
            var after = ObjectTree.of(site.link().writer().tryOut(wanted.object()));
            var diff = there.map(before -> YamlDiff.between(before, after)).orElseGet(() -> YamlDiff.ofNew(after));
            return new Trial(Optional.of(new PlannedObject(ref.kind(), place(ref), action, diff)), Optional.empty());
        } catch (KubernetesClientException e) {
            var planned = new PlannedObject(
                    ref.kind(),
                    place(ref),
                    action,
                    there.map(before -> YamlDiff.between(before, wanted.tree()))
                            .orElseGet(() -> YamlDiff.ofNew(wanted.tree())));
            return new Trial(Optional.of(planned), Optional.of(warning(ref, e)));
        }
    }

    private String warning(ObjectRef ref, KubernetesClientException e) {
        if (Troubles.isTransient(e)) {
            return "Region %s does not answer now (%s): what it would refuse is seen only when it is carried out."
                    .formatted(region, Troubles.words(e));
        }
        return e.getCode() == NOT_FOUND
                ? NamespacesStep.missing(ref).message()
                : "Region %s would refuse %s: %s".formatted(region, ref, Troubles.words(e));
    }

    private static String place(ObjectRef ref) {
        return "%s/%s".formatted(ref.namespace(), ref.name());
    }
}
