package io.keydesk.provisioning.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A field that another manager holds at another value.
 *
 * @param field such as {@code .spec.replicas}
 * @param manager the name it applies or updates by
 * @param declared whether it declares the field by server-side apply, and would set it again; a person's edit does not
 */
record FieldConflict(String field, String manager, boolean declared) {

    private static final int CONFLICT = 409;
    private static final String CAUSE = "FieldManagerConflict";

    /**
     * As the API server words it: {@code conflict with "kubectl-edit" using apps/v1}; without {@code using} for a manager that
     * applies (printManager in structured-merge-diff's use by k8s.io/apimachinery).
     */
    private static final Pattern WORDS = Pattern.compile("conflict with \"([^\"]*)\"(.*)");

    /** What an apply without force was refused for; nothing if it was refused for something else. */
    static List<FieldConflict> in(KubernetesClientException refused) {
        if (refused.getCode() != CONFLICT) {
            return List.of();
        }
        return Optional.ofNullable(refused.getStatus())
                .map(status -> status.getDetails())
                .map(details -> details.getCauses())
                .orElse(List.of())
                .stream()
                .filter(cause -> CAUSE.equals(cause.getReason()))
                .map(cause -> {
                    var words = WORDS.matcher(String.valueOf(cause.getMessage()));
                    return words.find()
                            ? new FieldConflict(
                                    cause.getField(),
                                    words.group(1),
                                    !words.group(2).contains(" using "))
                            : new FieldConflict(cause.getField(), "another manager", true);
                })
                .toList();
    }

    /** For people. */
    @Override
    public String toString() {
        return "%s (%s)".formatted(field, manager);
    }
}
