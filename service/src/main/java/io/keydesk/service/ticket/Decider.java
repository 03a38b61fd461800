package io.keydesk.service.ticket;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody who may decide tickets, and what keeps them from some. Which tickets they may decide is a filter, so that a list of
 * them has whole pages.
 *
 * @param name of the caller
 * @param tenants whose tickets they may decide; nothing for those of all
 * @param ownToo whether they may decide those that they have filed or corrected
 * @param otherwise the tenants for which it is the other way round
 */
public record Decider(String name, Optional<Set<String>> tenants, boolean ownToo, Set<String> otherwise) {

    public Decider {
        tenants = tenants.map(Set::copyOf);
        otherwise = Set.copyOf(otherwise);
    }

    /** One of all tenants, or of none, under rules that are the same for all of them. */
    public Decider(String name, boolean decides, boolean ownToo) {
        this(name, decides ? Optional.empty() : Optional.of(Set.of()), ownToo, Set.of());
    }

    /** Whether there are tickets that they may decide. */
    public boolean decides() {
        return tenants.filter(Set::isEmpty).isEmpty();
    }

    public boolean decidesFor(String tenant) {
        return tenants.isEmpty() || tenants.get().contains(tenant);
    }

    /** Whether they may decide what they have filed or corrected for this tenant. */
    public boolean decidesOwnOf(String tenant) {
        return ownToo != otherwise.contains(tenant);
    }
}
