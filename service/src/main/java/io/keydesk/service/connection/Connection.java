package io.keydesk.service.connection;

import io.keydesk.service.cluster.Endpoints;
import java.util.List;

/**
 * What an application needs to reach its cluster. The names follow the Welkin platform, whose clients use the primary name
 * {@code mymaster}.
 *
 * @param cluster the cluster's name
 * @param namespaces of the tenant, in which the documents are published
 * @param labelPrefix of the access label, usually {@code elastisys.io}
 */
public record Connection(String cluster, List<String> namespaces, String labelPrefix, Endpoints endpoints) {

    public static final String PRIMARY_NAME = "mymaster";
    public static final String USERNAME = "default";
    public static final String PASSWORD_KEY = "VALKEY_PASSWORD";
    public static final String DEFAULT_LABEL_PREFIX = "elastisys.io";
    public static final String ALLOW = "allow";

    /** Of the ConfigMap and of the Secret. */
    public String documentName() {
        return cluster + "-valkey";
    }

    /** The label that lets a pod in, with the value {@link #ALLOW}. */
    public String accessLabel() {
        return accessLabel(labelPrefix, cluster);
    }

    public static String accessLabel(String prefix, String cluster) {
        return "%s/valkey-%s-access".formatted(prefix, cluster);
    }
}
