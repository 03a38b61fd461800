package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One probe of a container.
 *
 * @param address of the pod
 */
record Probe(JsonNode spec, Map<String, Path> mounts, String address) {

    boolean defined() {
        return spec.isObject();
    }

    Duration initialDelay(Tempo tempo) {
        return tempo.ofSeconds(spec.path("initialDelaySeconds").asLong());
    }

    Duration period(Tempo tempo) {
        return tempo.ofSeconds(spec.path("periodSeconds").asLong(10));
    }

    int failures() {
        return spec.path("failureThreshold").asInt(3);
    }

    int successes() {
        return spec.path("successThreshold").asInt(1);
    }

    RunningContainer.Executed ask(RunningContainer container) {
        var timeout = Duration.ofSeconds(spec.path("timeoutSeconds").asLong(1));
        if (spec.has("tcpSocket")) {
            return connects(spec.at("/tcpSocket/port").asInt(), timeout);
        }
        return spec.has("exec")
                ? container.execute(command(spec.at("/exec/command"), mounts), timeout)
                : new RunningContainer.Executed(0, "");
    }

    private RunningContainer.Executed connects(int port, Duration timeout) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
            return new RunningContainer.Executed(0, "");
        } catch (IOException e) {
            return new RunningContainer.Executed(1, "dial tcp %s:%d: %s".formatted(address, port, e.getMessage()));
        }
    }

    static List<String> command(JsonNode words, Map<String, Path> mounts) {
        return Json.stream(words)
                .map(word -> Volumes.redirected(word.asText(), mounts))
                .toList();
    }
}
