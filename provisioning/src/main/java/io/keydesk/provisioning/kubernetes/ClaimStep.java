package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.keydesk.provisioning.manifest.Blueprint;
import io.keydesk.provisioning.manifest.Manifests;
import io.keydesk.provisioning.manifest.Names;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.service.crash.CrashPoint;
import java.util.List;

/**
 * Names for the objects, and passwords. Both are claimed by one Secret that is created once: whoever comes first has the names,
 * and nobody ever overwrites passwords that nodes may use already.
 */
record ClaimStep() implements Step<KubernetesSite> {

    /** Of the cluster's id, behind its name where that is taken: by another tenant, who is not to be heard of. */
    private static final int SUFFIX = 7;

    @Override
    public String phrase() {
        return "Claiming names and making passwords";
    }

    @Override
    public Result take(KubernetesSite site) {
        if (site.hasSecret()) {
            return new Done();
        }
        if (site.cluster().keptSecrets().isPresent() && site.base().isPresent()) {
            // Whoever keeps the objects writes it again.
            return new Done();
        }
        if (site.desired().existing() || isRunning(site)) {
            return new Failed(
                    "SecretsLost",
                    "The Secret with the passwords of this cluster was deleted: restore %s from a copy, or delete the cluster and order it again."
                            .formatted(secretName(site)),
                    true);
        }
        for (var base : bases(site)) {
            var claim = Manifests.claim(new Blueprint(
                    site.desired(),
                    base,
                    site.plan(),
                    site.desiredDirectives(),
                    Secrets.generate(),
                    site.link().premises()));
            var there = site.link().writer().createOnce(site.desired().id(), Wanted.of(claim));
            if (Entry.cluster(there).filter(site.desired().id()::equals).isPresent()) {
                CrashPoint.NAMES_CLAIMED.reached();
                return new Acted();
            }
        }
        return new Failed(
                "NamesTaken",
                "Objects of this name are there already, and are not keydesk's: remove Secret %s from namespace %s, or order under another name."
                        .formatted(
                                new Names(site.desired().name()).ops(),
                                site.link().premises().namespace()),
                true);
    }

    private static boolean isRunning(KubernetesSite site) {
        return site.base()
                .flatMap(base -> site.find(StatefulSet.class, new Names(base).nodes()))
                .isPresent();
    }

    private static ObjectRef secretName(KubernetesSite site) {
        return new ObjectRef(
                Secret.class.getSimpleName(),
                site.link().premises().namespace(),
                new Names(site.base().orElse(site.desired().name())).ops());
    }

    private static List<String> bases(KubernetesSite site) {
        var name = site.desired().name();
        var id = site.desired().id().toString().replace("-", "");
        return List.of(name, name + "-" + id.substring(id.length() - SUFFIX));
    }
}
