package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * One pod at a time, whoever drains machines: two Sentinels are a majority, and a primary without any replica refuses
 * writes.
 */
final class Budget {

    private Budget() {}

    static PodDisruptionBudget desired(Blueprint blueprint) {
        // spotless:off
        return new PodDisruptionBudgetBuilder()
                .withMetadata(Metadata.of(blueprint, blueprint.names().nodes()))
                .withNewSpec()
                    .withNewMaxUnavailable(1)
                    .withNewSelector()
                        .withMatchLabels(Labels.selector(blueprint))
                    .endSelector()
                .endSpec()
                .build();
        // spotless:on
    }
}
