package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The address of a Service, which it keeps until it is deleted. */
final class ClusterAddress {

    private ClusterAddress() {}

    /**
     * Of the pool, or as wanted.
     *
     * @param spec of the Service, into which it is written
     * @param dryRun whether it is only shown
     */
    static void give(Key key, ObjectNode spec, Addresses addresses, boolean dryRun) {
        if (spec.path("type").asText().equals("ExternalName")) {
            return;
        }
        var wanted = spec.path("clusterIP").asText();
        if (wanted.isEmpty()) {
            spec.put("clusterIP", dryRun ? addresses.peek() : addresses.take());
        } else if (!wanted.equals("None") && !addresses.take(wanted)) {
            throw Refused.invalid(
                    key,
                    "spec.clusterIPs",
                    "Invalid value: [\"%s\"]: failed to allocate IP %s: provided IP is already allocated or out of range"
                            .formatted(wanted, wanted));
        }
        spec.putArray("clusterIPs").add(spec.path("clusterIP").asText());
    }
}
