package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;

/**
 * Amounts of CPU and memory in their <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">canonical form</a>: an API server
 * answers with {@code 1Gi} where it was told {@code 1024Mi}, and that would look like a difference.
 */
final class Amounts {

    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final int MIB = 1024 * 1024;

    private Amounts() {}

    static Quantity ofBytes(long bytes) {
        int unit = 0;
        long amount = bytes;
        while (amount != 0 && amount % 1024 == 0 && unit < BINARY.length - 1) {
            amount /= 1024;
            unit++;
        }
        return new Quantity(Long.toString(amount), BINARY[unit]);
    }

    static Quantity ofMebibytes(int mebibytes) {
        return ofBytes((long) mebibytes * MIB);
    }

    /** Of thousandths of a CPU. */
    static Quantity ofMillis(int millis) {
        return millis % 1000 == 0
                ? new Quantity(Integer.toString(millis / 1000), "")
                : new Quantity(Integer.toString(millis), "m");
    }

    static ResourceRequirements resources(
            Quantity requestedCpu, Quantity mostCpu, Quantity requestedMemory, Quantity mostMemory) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", requestedCpu)
                .addToRequests("memory", requestedMemory)
                .addToLimits("cpu", mostCpu)
                .addToLimits("memory", mostMemory)
                .build();
    }
}
