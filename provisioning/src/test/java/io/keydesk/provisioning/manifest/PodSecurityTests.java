package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the rules which pods are tested by would find something. */
class PodSecurityTests {

    private static final PodSpec GOOD =
            NodePod.desired(Scenario.read("minimal").blueprint()).getSpec();

    static Stream<Arguments> breaches() {
        // spotless:off
        return Stream.of(
                pod("the pod is in the network of its host", pod -> pod.withHostNetwork(true)),
                pod("the pod has a token", pod -> pod.withAutomountServiceAccountToken(null)),
                pod("the pod may run as root", pod -> pod.editSecurityContext().withRunAsNonRoot(null).endSecurityContext()),
                pod("the pod runs as root", pod -> pod.editSecurityContext().withRunAsUser(0L).endSecurityContext()),
                pod("the pod has no seccomp profile", pod -> pod.editSecurityContext().withSeccompProfile(null).endSecurityContext()),
                pod("the volume host is of a kind that is not allowed", pod -> pod.addNewVolume().withName("host").withNewHostPath("/", "").endVolume()),
                valkey("is not confined", valkey -> valkey.withSecurityContext(null)),
                valkey("may escalate", valkey -> valkey.editSecurityContext().withAllowPrivilegeEscalation(null).endSecurityContext()),
                valkey("is privileged", valkey -> valkey.editSecurityContext().withPrivileged(true).endSecurityContext()),
                valkey("may write anywhere", valkey -> valkey.editSecurityContext().withReadOnlyRootFilesystem(null).endSecurityContext()),
                valkey("has capabilities", valkey -> valkey.editSecurityContext().withCapabilities(null).endSecurityContext()),
                valkey("has no fixed image", valkey -> valkey.withImage("valkey/valkey:latest")),
                valkey("has no fixed image", valkey -> valkey.withImage("registry.example.com:5000/valkey")),
                valkey("has no limits of memory", valkey -> valkey.editResources().removeFromLimits("memory").endResources()),
                valkey("has no requests of cpu", valkey -> valkey.editResources().removeFromRequests("cpu").endResources()),
                valkey("listens on its host", valkey -> valkey.editFirstPort().withHostPort(6379).endPort()));
        // spotless:on
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaches")
    void findsABreach(String objection, UnaryOperator<PodSpec> breach) {
        assertThat(PodSecurity.objections(breach.apply(GOOD))).containsExactly(objection);
    }

    private static Arguments pod(String objection, Consumer<PodSpecBuilder> breach) {
        UnaryOperator<PodSpec> broken = pod -> {
            var builder = new PodSpecBuilder(pod);
            breach.accept(builder);
            return builder.build();
        };
        return arguments(objection, broken);
    }

    private static Arguments valkey(String objection, Consumer<ContainerBuilder> breach) {
        UnaryOperator<PodSpec> broken = pod -> {
            var builder = new ContainerBuilder(pod.getContainers().getFirst());
            breach.accept(builder);
            return new PodSpecBuilder(pod).withContainers(builder.build()).build();
        };
        return arguments("the container valkey " + objection, broken);
    }
}
