package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.upkeep.Step;

/** All objects but those that tenants read, as they should be. */
record ObjectsStep() implements Step<KubernetesSite> {

    @Override
    public String phrase() {
        return "Applying objects";
    }

    @Override
    public Result take(KubernetesSite site) {
        var keeper = new ObjectKeeper(site);
        if (keeper.findings().isEmpty()) {
            return new Done();
        }
        site.changed();
        return keeper.keepAll(site.storedDirectives())
                .<Result>map(failed -> failed)
                .orElseGet(Acted::new);
    }
}
