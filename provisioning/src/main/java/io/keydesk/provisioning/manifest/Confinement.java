package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/**
 * What pods and containers are kept from, as the Pod Security Standard <a
 * href="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted">restricted</a> demands it.
 */
final class Confinement {

    /** User and group {@code valkey} of Valkey's images. */
    private static final long VALKEY = 999;

    private Confinement() {}

    static PodSecurityContext ofPod() {
        // spotless:off
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(VALKEY)
                .withRunAsGroup(VALKEY)
                // Volumes belong to root: those with data are given to this group to write in, those with secrets to read.
                .withFsGroup(VALKEY)
                // Once a volume belongs to it, looking at each file again would only delay every start.
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                    .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
        // spotless:on
    }

    static SecurityContext ofContainer() {
        // spotless:off
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                    .withDrop("ALL")
                .endCapabilities()
                .build();
        // spotless:on
    }
}
