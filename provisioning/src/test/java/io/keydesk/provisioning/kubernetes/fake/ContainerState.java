package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a container does. */
sealed interface ContainerState {

    record Waiting(String reason, String message) implements ContainerState {}

    record Running(Instant since) implements ContainerState {}

    record Terminated(int code, Instant since, Instant until) implements ContainerState {}

    ContainerState CREATING = new Waiting("ContainerCreating", "");
    ContainerState INITIALIZING = new Waiting("PodInitializing", "");

    default ObjectNode tree() {
        var tree = Json.object();
        switch (this) {
            case Waiting(var reason, var message) -> {
                var waiting = tree.putObject("waiting").put("reason", reason);
                if (!message.isEmpty()) {
                    waiting.put("message", message);
                }
            }
            case Running(var since) -> tree.putObject("running").put("startedAt", seconds(since));
            case Terminated(var code, var since, var until) ->
                tree.putObject("terminated")
                        .put("exitCode", code)
                        .put("reason", code == 0 ? "Completed" : "Error")
                        .put("startedAt", seconds(since))
                        .put("finishedAt", seconds(until));
        }
        return tree;
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
