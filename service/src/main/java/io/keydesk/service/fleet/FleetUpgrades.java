package io.keydesk.service.fleet;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All fleet upgrades, with their clusters, each of which is in a fleet upgrade once and has one ticket there at most. */
public interface FleetUpgrades {

    /** Adds a fleet upgrade with its clusters. A concurrent one to the same version fails the transaction. */
    void add(FleetUpgrade upgrade, List<FleetMember> members);

    Optional<FleetUpgrade> find(FleetUpgradeId id);

    /** Reads it and holds it until the transaction ends. To be held before tickets and clusters. */
    Optional<FleetUpgrade> lock(FleetUpgradeId id);

    /** The one to this version that is neither completed nor cancelled. */
    Optional<FleetUpgrade> open(String version);

    /** Stores its state. Only for one that is held. */
    void update(FleetUpgrade upgrade);

    /** A page, newest first, those before {@code after} only. */
    List<FleetUpgrade> list(@Nullable FleetUpgradeId after, int limit);

    /** Those of which something may be to be done: that are open, or have clusters that run, or wait in vain. */
    List<FleetUpgradeId> unsettled();

    /** The waves of each of these, in their order, as one question; environments without a cluster are left out. */
    Map<FleetUpgradeId, List<Wave>> waves(Collection<FleetUpgradeId> ids);

    default List<Wave> waves(FleetUpgradeId id) {
        return waves(List.of(id)).getOrDefault(id, List.of());
    }

    Optional<FleetMember> member(FleetUpgradeId upgrade, ClusterId cluster);

    /**
     * A page of the clusters of a fleet upgrade, in the order of their ids, those after {@code after} only.
     *
     * @param states labels of {@link MemberState}; none means all
     */
    List<FleetMember> members(FleetUpgradeId upgrade, List<String> states, @Nullable ClusterId after, int limit);

    /** Clusters of a wave that wait and are to be looked at by now, those that should have been the longest first. */
    List<FleetMember> due(FleetUpgradeId upgrade, Environment environment, Instant now, int limit);

    /** Stores the state of a cluster, and its ticket. Only while the fleet upgrade is held; another ticket is refused. */
    void update(FleetMember member);

    /** Skips all clusters that wait and whose tenants were told nothing yet. Only while the fleet upgrade is held. */
    void skipUntold(FleetUpgradeId upgrade, String why);
}
