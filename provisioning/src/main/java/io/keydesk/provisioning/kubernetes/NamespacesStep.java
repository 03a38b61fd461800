package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.keydesk.provisioning.manifest.Manifests;
import io.keydesk.provisioning.upkeep.Step;

/**
 * Whether the tenant's namespaces take what is published in the end: tried out before anything is made, so that nobody waits
 * for a cluster that cannot be used.
 */
record NamespacesStep() implements Step<KubernetesSite> {

    private static final int NOT_FOUND = 404;

    @Override
    public String phrase() {
        return "Trying the tenant's namespaces";
    }

    @Override
    public Result take(KubernetesSite site) {
        int revision = site.desired().revision();
        if (site.isApplied() || site.cluster().hasTriedNamespaces(revision)) {
            return new Done();
        }
        for (var object : Manifests.published(site.blueprint(site.storedDirectives()))) {
            var ref = ObjectRef.of(object);
            if (!site.objects().containsKey(ref)) {
                try {
                    var answer = site.link().writer().tryOut(object);
                    if (answer.getMetadata().getResourceVersion() != null) {
                        return new Failed(
                                "ObjectTaken",
                                "%s is there already, and is not keydesk's: remove it, or order under another name."
                                        .formatted(ref),
                                true);
                    }
                } catch (KubernetesClientException e) {
                    if (e.getCode() != NOT_FOUND) {
                        throw e;
                    }
                    return missing(ref);
                }
            }
        }
        site.cluster().triedNamespaces(revision);
        return new Done();
    }

    static Failed missing(ObjectRef ref) {
        return new Failed(
                "NamespaceMissing",
                "Namespace %s does not exist, so %s %s cannot be published there: create it, or ask for another namespace."
                        .formatted(ref.namespace(), ref.kind(), ref.name()),
                true);
    }
}
