package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** How the kubelet asks a Valkey or a Sentinel, by scripts that know the difference. */
final class Probes {

    private Probes() {}

    /** Three times ten seconds without any answer. */
    static ProbeBuilder live(String process) {
        return probe(NodeScripts.PROBE_LIVE, process).withPeriodSeconds(10).withFailureThreshold(3);
    }

    /**
     * Seven times three seconds, which is longer than a failover: else the replicas' lost link would empty the Service of the
     * Sentinels just when clients ask it.
     */
    static ProbeBuilder ready(String process) {
        return probe(NodeScripts.PROBE_READY, process).withPeriodSeconds(3).withFailureThreshold(7);
    }

    private static ProbeBuilder probe(String script, String process) {
        // spotless:off
        return new ProbeBuilder()
                .withNewExec()
                    .withCommand("/scripts/" + script, process)
                .endExec()
                .withTimeoutSeconds(5);
        // spotless:on
    }
}
