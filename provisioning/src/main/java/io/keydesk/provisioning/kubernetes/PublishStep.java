package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keydesk.provisioning.manifest.Manifests;
import io.keydesk.provisioning.upkeep.RotateStep;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.service.crash.CrashPoint;
import java.util.stream.Collectors;

/** The tenant's ConfigMap and Secret, in its namespaces and in no others, and that the revision is applied. */
record PublishStep() implements Step<KubernetesSite> {

    private static final int NOT_FOUND = 404;

    @Override
    public String phrase() {
        return "Publishing the connection";
    }

    @Override
    public Result take(KubernetesSite site) {
        if (site.isApplied()) {
            // Whatever is different by now is found and told with all other objects.
            return new Done();
        }
        var blueprint = site.blueprint(site.desiredDirectives());
        var keeper = new ObjectKeeper(site);
        var published = Manifests.published(blueprint).stream().map(Wanted::of).toList();
        for (var object : published) {
            try {
                var failed = keeper.keep(new Finding.Missing(object));
                if (failed.isPresent()) {
                    return failed.get();
                }
            } catch (KubernetesClientException e) {
                if (e.getCode() != NOT_FOUND) {
                    throw e;
                }
                return NamespacesStep.missing(object.ref());
            }
        }
        var unfinished = RotateStep.published(site);
        if (unfinished.isPresent()) {
            return unfinished.get();
        }
        CrashPoint.CONNECTION_PUBLISHED.reached();
        var refs = published.stream().map(Wanted::ref).collect(Collectors.toSet());
        site.objects().values().stream()
                .filter(entry ->
                        !entry.ref().namespace().equals(site.link().premises().namespace()))
                .filter(entry -> !refs.contains(entry.ref()))
                .forEach(entry -> keeper.keep(new Finding.Unwanted(entry.ref(), entry)));
        var addresses = Applied.on(
                Manifests.addresses(blueprint, site.clusterIps(), false),
                site.desired().revision(),
                site.drill());
        return keeper.keep(new Finding.Missing(Wanted.of(addresses)))
                .<Result>map(failed -> failed)
                .orElseGet(Done::new);
    }
}
