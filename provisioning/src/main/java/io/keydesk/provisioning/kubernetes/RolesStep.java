package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.upkeep.Step;

/** Keeps {@link RoleLabels}, should nobody have heard of a failover. */
record RolesStep() implements Step<KubernetesSite> {

    @Override
    public String phrase() {
        return "Labelling the primary and the replicas";
    }

    @Override
    public Result take(KubernetesSite site) {
        site.look()
                .primary()
                .ifPresent(primary -> new RoleLabels(site.link(), site.desired().id())
                        .follow(primary.node().host()));
        return new Done();
    }
}
