package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What containers run, and what their probes run. Pods need no restart for new ones: the kubelet exchanges the files. */
final class NodeScripts {

    static final String START_VALKEY = "start-valkey.sh";
    static final String START_SENTINEL = "start-sentinel.sh";
    static final String PRE_STOP = "pre-stop.sh";
    static final String PROBE_LIVE = "probe-live.sh";
    static final String PROBE_READY = "probe-ready.sh";

    private static final Map<String, String> ALL = read(
            List.of("common.sh", "start-rules.sh", START_VALKEY, START_SENTINEL, PRE_STOP, PROBE_LIVE, PROBE_READY));

    private NodeScripts() {}

    static ConfigMap desired(Blueprint blueprint) {
        return new ConfigMapBuilder()
                .withMetadata(Metadata.of(blueprint, blueprint.names().scripts()))
                .withData(ALL)
                .build();
    }

    private static SequencedMap<String, String> read(List<String> names) {
        var scripts = new LinkedHashMap<String, String>();
        for (var name : names) {
            try (var resource = NodeScripts.class.getResourceAsStream("scripts/" + name)) {
                if (resource == null) {
                    throw new IllegalStateException("the script %s is missing in this build".formatted(name));
                }
                scripts.put(name, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return scripts;
    }
}
