package io.keydesk.provisioning.manifest;

/**
 * The names of the objects of one cluster, as the Welkin platform has them: {@code rfr} for nodes, {@code rfs} for
 * Sentinels.
 *
 * @param base see {@link Blueprint#base}
 */
public record Names(String base) {

    /**
     * Characters of a base. The StatefulSet controller labels pods with the StatefulSet's name, a hyphen and a hash of up to
     * ten characters; where these are more than the 63 of a label, it never makes a pod. See <a
     * href="https://github.com/kubernetes/kubernetes/issues/64023">kubernetes #64023</a>.
     */
    public static final int LONGEST_BASE = 48;

    /** @throws IllegalArgumentException if a name that is made of it would not be valid */
    public Names {
        Syntax.requireLabel("the base of the names of a cluster", base, LONGEST_BASE);
    }

    /** Of the StatefulSet, its headless Service, the configuration, the NetworkPolicy, the ServiceAccount and the budget. */
    public String nodes() {
        return "rfr-" + base;
    }

    /** Of the pod of this index, and of the Service that keeps its address. */
    public String node(int index) {
        return "%s-%d".formatted(nodes(), index);
    }

    /** Of the ConfigMap with the addresses of all nodes. */
    public String addresses() {
        return nodes() + "-addresses";
    }

    /** Of the ConfigMap with the scripts that pods run. */
    public String scripts() {
        return nodes() + "-scripts";
    }

    /** Of the Secret that is mounted in pods. */
    public String auth() {
        return nodes() + "-auth";
    }

    /** Of the Secret with all passwords, which no pod mounts. */
    public String ops() {
        return nodes() + "-ops";
    }

    /** Of the Service at which tenants ask for the primary. */
    public String sentinels() {
        return "rfs-" + base;
    }

    /** Of the Service that leads to the primary, for clients without Sentinel. */
    public String primary() {
        return "rfrm-" + base;
    }

    /** Of the Service that leads to the replicas. */
    public String replicas() {
        return "rfrs-" + base;
    }
}
