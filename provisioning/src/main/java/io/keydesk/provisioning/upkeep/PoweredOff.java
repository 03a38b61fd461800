package io.keydesk.provisioning.upkeep;

import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Status;
import io.keydesk.service.cluster.Condition.Type;
import java.util.List;
import java.util.stream.Stream;

/** The conditions of a cluster that is to be off: what only those that run could tell is not known, and is no trouble. */
public final class PoweredOff {

    private PoweredOff() {}

    /** @param published whether what tenants read is as it should be, which is checked all the same */
    public static List<Condition> conditions(Condition published) {
        return Stream.of(Type.values())
                .map(type -> type == published.type()
                        ? published
                        : new Condition(
                                type,
                                Status.UNKNOWN,
                                Condition.POWERED_OFF,
                                "The cluster is powered off.",
                                published.since()))
                .toList();
    }
}
