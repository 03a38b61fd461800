package io.keydesk.provisioning.kubernetes.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods that run a script which needs nothing but a shell. */
class KubeletTests {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** Says what it knows when it starts, and who was before it when it ends. */
    private static final String START = """
            #!/bin/sh
            trap 'echo "ends after: $(cat "$DATA_DIR/order")"; echo "$1" >>"$DATA_DIR/order"; exit 0' TERM
            echo start >>"$DATA_DIR/$1"
            echo "$GREETING $INDEX $(cat "$CONFIG_DIR/word") $BIND, start $(grep -c . "$DATA_DIR/$1")"
            while :; do sleep 0.05; done
            """;

    private static final String STOP = """
            #!/bin/sh
            echo hook >>"$DATA_DIR/order"
            """;

    private static final String SET = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: x, namespace: run}
            spec:
              replicas: 1
              serviceName: x
              podManagementPolicy: Parallel
              updateStrategy: {type: OnDelete}
              selector: {matchLabels: {app: x}}
              template:
                metadata: {labels: {app: x}}
                spec:
                  volumes:
                  - {name: config, configMap: {name: config}}
                  - {name: scripts, configMap: {name: scripts, defaultMode: 0555}}
                  initContainers:
                  - name: sidecar
                    restartPolicy: Always
                    image: shell:1
                    command: [/scripts/start.sh, sidecar]
                    env: &env
                    - {name: GREETING, valueFrom: {configMapKeyRef: {name: variables, key: greeting}}}
                    - {name: INDEX, valueFrom: {fieldRef: {fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']"}}}
                    volumeMounts: &mounts
                    - {name: config, mountPath: /config}
                    - {name: scripts, mountPath: /scripts}
                    - {name: data, mountPath: /data}
                  containers:
                  - name: main
                    image: shell:1
                    command: [/scripts/start.sh, main]
                    env: *env
                    volumeMounts: *mounts
                    lifecycle: {preStop: {exec: {command: [/scripts/stop.sh]}}}
                    readinessProbe: {exec: {command: [test, -s, /data/main]}}
                    #probe
                  - {name: exporter, image: exporter:1}
              volumeClaimTemplates:
              - metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """;

    @RegisterExtension
    final FakeKubernetes kubernetes = FakeKubernetes.withPods(new Tempo(0.05));

    private KubernetesClient client;

    @BeforeEach
    void connect() {
        client = kubernetes.client();
        kubernetes.createNamespace("run");
        map("config", Map.of("word", "hello"));
        map("scripts", Map.of("start.sh", START, "stop.sh", STOP));
        map("variables", Map.of("greeting", "hi"));
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void runsTheScriptWithItsVariablesAndFiles() {
        apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: x-0, namespace: run}
                spec: {selector: {statefulset.kubernetes.io/pod-name: x-0}, ports: [{port: 6379}]}
                """);
        var address = client.services()
                .inNamespace("run")
                .withName("x-0")
                .get()
                .getSpec()
                .getClusterIP();

        apply(SET);
        awaitReady();

        await().atMost(BOUND).until(() -> log("main").equals("hi 0 hello %s, start 1\n".formatted(address)));
        assertThat(pod().getStatus().getPodIP()).isEqualTo(address);
        assertThat(status("exporter").getReady()).isTrue();
    }

    @Test
    void restartsWhatWasKilledAfterAWhile() {
        apply(SET);
        awaitReady();

        kubernetes.kill("run", "x-0", "main");
        await().atMost(BOUND).until(() -> status("main").getRestartCount() == 1 && isReady());
        assertThat(status("main").getLastState().getTerminated().getExitCode()).isEqualTo(137);

        kubernetes.kill("run", "x-0", "main");
        await().atMost(BOUND)
                .until(() -> Optional.ofNullable(status("main").getState().getWaiting())
                        .filter(waiting -> waiting.getReason().equals("CrashLoopBackOff"))
                        .isPresent());
        await().atMost(BOUND)
                .until(() ->
                        status("main").getRestartCount() == 2 && log("main").contains("start 3"));
    }

    @Test
    void runsTheHookFirstAndEndsTheSidecarLast() {
        apply(SET);
        awaitReady();

        kubernetes.deletePod("run", "x-0", 30);

        await().atMost(BOUND).until(() -> log("sidecar").contains("ends after"));
        assertThat(log("main").lines()).element(1).isEqualTo("ends after: hook");
        assertThat(log("sidecar")).contains("ends after: hook\nmain\n");
    }

    @Test
    void keepsAVolumeForThePodThatComesNext() {
        apply(SET);
        awaitReady();

        kubernetes.deletePod("run", "x-0", 30);

        await().atMost(BOUND).until(() -> log("main").contains("start 2"));
    }

    @Test
    void killsWhatDoesNotEndInTime() {
        apply(SET);
        awaitReady();

        kubernetes.freeze("run", "x-0", "main");
        kubernetes.deletePod("run", "x-0", 1);

        await().atMost(BOUND).until(() -> log("main").contains("start 2"));
        assertThat(log("main")).doesNotContain("ends after");
    }

    @Test
    void restartsWhatIsNotAlive() {
        apply(SET.replace("#probe", "livenessProbe: {exec: {command: [grep, -v, dead, /config/word]}}"));
        awaitReady();

        map("config", Map.of("word", "dead"));

        await().atMost(BOUND).until(() -> status("main").getRestartCount() > 0);
    }

    @Test
    void forwardsAPort() throws IOException {
        apply(SET);
        awaitReady();
        var address = InetAddress.getByName(pod().getStatus().getPodIP());

        try (var listening = new ServerSocket(7_000, 1, address);
                var forward = client.pods().inNamespace("run").withName("x-0").portForward(7_000);
                var near = new Socket(InetAddress.getLoopbackAddress(), forward.getLocalPort());
                var far = listening.accept()) {
            near.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
            assertThat(far.getInputStream().readNBytes(4)).asString().isEqualTo("ping");

            far.getOutputStream().write("pong".getBytes(StandardCharsets.UTF_8));
            assertThat(near.getInputStream().readNBytes(4)).asString().isEqualTo("pong");
        }
    }

    @Test
    void leavesNothingBehind() {
        apply(SET);
        awaitReady();
        var children = ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .toList();
        assertThat(children).isNotEmpty();
        kubernetes.freeze("run", "x-0", "main");

        kubernetes.close();

        await().atMost(BOUND).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void waitsForAMapThatIsNotThereYet() {
        client.configMaps().inNamespace("run").withName("variables").delete();
        apply(SET);

        await().atMost(BOUND)
                .until(() -> Optional.ofNullable(pod())
                        .map(Pod::getStatus)
                        .filter(status -> !status.getInitContainerStatuses().isEmpty())
                        .map(status -> status.getInitContainerStatuses()
                                .getFirst()
                                .getState()
                                .getWaiting())
                        .filter(waiting -> waiting.getReason().equals("CreateContainerConfigError"))
                        .isPresent());
        map("variables", Map.of("greeting", "hi"));
        awaitReady();
    }

    @Test
    void bringsMountedFilesUpToDate() {
        map(
                "scripts",
                Map.of(
                        "start.sh",
                        START.replace("sleep 0.05", "cat \"$CONFIG_DIR/word\"; sleep 0.2"),
                        "stop.sh",
                        STOP));
        apply(SET);
        awaitReady();

        map("config", Map.of("word", "other"));

        await().atMost(BOUND).until(() -> log("main").contains("other"));
    }

    private void apply(String yaml) {
        client.resource(yaml).fieldManager("keydesk").serverSideApply();
    }

    private void map(String name, Map<String, String> data) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("run")
                        .endMetadata()
                        .withData(data)
                        .build())
                .fieldManager("keydesk")
                .serverSideApply();
    }

    private void awaitReady() {
        await().atMost(BOUND).until(this::isReady);
    }

    private boolean isReady() {
        return pod() != null
                && pod().getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    private ContainerStatus status(String container) {
        return pod().getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container))
                .findFirst()
                .orElseThrow();
    }

    private String log(String container) {
        return kubernetes.log("run", "x-0", container);
    }

    private Pod pod() {
        return client.pods().inNamespace("run").withName("x-0").get();
    }
}
