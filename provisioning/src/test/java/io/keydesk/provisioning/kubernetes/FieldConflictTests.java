package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class FieldConflictTests {

    @Test
    void tellsPeopleFromPrograms() {
        var refused = new KubernetesClientException(new StatusBuilder()
                .withCode(409)
                .withNewDetails()
                .addNewCause(
                        ".spec.replicas",
                        "conflict with \"kubectl-edit\" using apps/v1 at 2026-11-25T10:00:00Z",
                        "FieldManagerConflict")
                .addNewCause(".spec.template", "conflict with \"argocd\"", "FieldManagerConflict")
                .endDetails()
                .build());

        assertThat(FieldConflict.in(refused))
                .containsExactly(
                        new FieldConflict(".spec.replicas", "kubectl-edit", false),
                        new FieldConflict(".spec.template", "argocd", true));
    }

    @Test
    void findsNoneInAnotherRefusal() {
        var refused = new KubernetesClientException(new StatusBuilder()
                .withCode(409)
                .withMessage("object has been modified")
                .build());

        assertThat(FieldConflict.in(refused)).isEmpty();
    }
}
