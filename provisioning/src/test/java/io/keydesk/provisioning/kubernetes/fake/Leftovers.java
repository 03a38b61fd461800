package io.keydesk.provisioning.kubernetes.fake;

import java.util.HashSet;
import java.util.Set;

/** What a manager applied before, does not apply any more, and nobody else owns: an apply takes it out. */
final class Leftovers {

    private Leftovers() {}

    /** Fields, and whatever stands in them: a probe goes with the defaults that the server added to it. */
    static Set<FieldPath> of(Ownership ownership, FieldManager manager, Set<FieldPath> applied) {
        var left = upwards(ownership.of(manager));
        left.removeAll(upwards(applied));
        if (!left.isEmpty()) {
            left.removeAll(upwards(ownership.besides(manager)));
        }
        return left;
    }

    private static Set<FieldPath> upwards(Set<FieldPath> fields) {
        var all = new HashSet<FieldPath>();
        fields.forEach(field -> all.addAll(field.upwards()));
        return all;
    }
}
