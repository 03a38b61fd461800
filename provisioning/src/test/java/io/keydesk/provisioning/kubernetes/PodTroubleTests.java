package io.keydesk.provisioning.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTroubleTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: 0/3 nodes are available}]}  | PodUnschedulable    | 0/3 nodes are available.
            {containerStatuses: [{name: valkey, image: "v:1", state: {waiting: {reason: ErrImagePull, message: not found}}}]} | ImageNotPulled      | v:1: not found.
            {initContainerStatuses: [{name: sentinel, image: "v:1", state: {waiting: {reason: ImagePullBackOff}}}]}         | ImageNotPulled      | Kubernetes does not say why.
            {containerStatuses: [{name: valkey, state: {waiting: {reason: CreateContainerConfigError, message: no key}}}]}  | ContainerNotCreated | no key.
            {containerStatuses: [{name: valkey, restartCount: 4, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, reason: Error, message: bad}}}]} | KeepsDying | 4 times until now, last with exit code 1 (Error): bad
            """)
    void tellsWhyAPodDoesNotBecomeReady(String status, String reason, String words) {
        assertThat(PodTrouble.of(pod(status))).hasValueSatisfying(trouble -> {
            assertThat(trouble.reason()).isEqualTo(reason);
            assertThat(trouble.message()).contains("rfr-orders-cache-0", words);
        });
    }

    @Test
    void hasNothingToSayOfAPodThatIsStarting() {
        assertThat(PodTrouble.of(
                        pod("{containerStatuses: [{name: valkey, state: {waiting: {reason: ContainerCreating}}}]}")))
                .isEmpty();
        assertThat(PodTrouble.of(pod("{}"))).isEmpty();
    }

    private static Pod pod(String status) {
        return new KubernetesSerialization()
                .unmarshal(
                        "--- {apiVersion: v1, kind: Pod, metadata: {namespace: valkey-system, name: rfr-orders-cache-0}, status: %s}"
                                .formatted(status),
                        Pod.class);
    }
}
