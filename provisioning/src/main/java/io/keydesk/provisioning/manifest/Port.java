package io.keydesk.provisioning.manifest;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.Locale;

/**
 * Where pods listen. The protocol is always named, although it is the default one: lists of ports are merged by port and
 * protocol when they are applied.
 */
enum Port {
    VALKEY(6379),
    SENTINEL(26379),
    METRICS(9121);

    private static final String TCP = "TCP";

    private final int number;

    Port(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    ContainerPort ofContainer() {
        return new ContainerPortBuilder()
                .withName(label())
                .withContainerPort(number)
                .withProtocol(TCP)
                .build();
    }

    ServicePort ofService() {
        return new ServicePortBuilder()
                .withName(label())
                .withPort(number)
                .withProtocol(TCP)
                .build();
    }

    NetworkPolicyPort ofPolicy() {
        return new NetworkPolicyPortBuilder()
                .withProtocol(TCP)
                .withNewPort(number)
                .build();
    }
}
