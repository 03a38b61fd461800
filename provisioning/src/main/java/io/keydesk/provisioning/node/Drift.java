package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.Address;
import java.util.List;

/**
 * Something that a node or a Sentinel was told when it started, and is not so any more.
 *
 * @param where the node or the Sentinel, for people
 * @param address of that one
 * @param what is different, after "has", without secrets: {@code the user default with other commands}
 * @param repair the command that mends it; it may hold secrets
 */
public record Drift(String where, Address address, String what, List<String> repair) {

    public Drift {
        repair = List.copyOf(repair);
    }

    /** The same difference, whatever mends it. */
    public boolean isSameAs(Drift other) {
        return where.equals(other.where) && what.equals(other.what);
    }

    @Override
    public String toString() {
        return "Drift[%s has %s]".formatted(where, what);
    }
}
