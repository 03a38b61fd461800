package io.keydesk.provisioning.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The labels and annotations by which the objects of clusters are known. */
public final class Labels {

    /** Also the name of the field manager that applies them. */
    public static final String KEYDESK = "keydesk";

    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String NAME = "app.kubernetes.io/name";

    /** The id of the cluster that an object belongs to. */
    public static final String CLUSTER_ID = "keydesk.io/cluster-id";

    public static final String TENANT = "keydesk.io/tenant";

    /** Annotation: the number of the ticket that wrote the revision. */
    public static final String TICKET = "keydesk.io/ticket";

    /** Annotation: the number of the revision that an object was made for. */
    public static final String REVISION = "keydesk.io/revision";

    /** On pods, kept by keydesk: {@link #PRIMARY} or {@link #REPLICA}. */
    public static final String ROLE = "role";

    public static final String PRIMARY = "primary";
    public static final String REPLICA = "replica";

    /**
     * Annotation of pods: a hash of the template that a pod was made from, without its resources. A pod with another one than
     * the template has now must be made anew; one with the same may still have to be resized.
     */
    public static final String SHAPE = "keydesk.io/shape";

    private Labels() {}

    /** Of every object of a cluster. */
    public static SequencedMap<String, String> of(Blueprint blueprint) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(NAME, blueprint.base());
        labels.put("app.kubernetes.io/instance", blueprint.base());
        labels.put("app.kubernetes.io/component", "valkey");
        labels.put("app.kubernetes.io/part-of", "valkey");
        labels.put(MANAGED_BY, KEYDESK);
        labels.put(CLUSTER_ID, blueprint.desired().id().toString());
        labels.put(TENANT, blueprint.desired().tenant().value());
        return labels;
    }

    /** What selects the pods of a cluster. */
    public static SequencedMap<String, String> selector(Blueprint blueprint) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(NAME, blueprint.base());
        labels.put(MANAGED_BY, KEYDESK);
        return labels;
    }

    /** Of every object but pods, which would restart with every revision. */
    public static Map<String, String> annotations(Blueprint blueprint) {
        var annotations = new LinkedHashMap<String, String>();
        annotations.put(TICKET, blueprint.desired().ticket());
        annotations.put(REVISION, Integer.toString(blueprint.desired().revision()));
        return annotations;
    }
}
