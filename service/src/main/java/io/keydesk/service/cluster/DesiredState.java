package io.keydesk.service.cluster;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What tickets can change about a cluster.
 *
 * @param plan name of a plan of the catalogue
 * @param namespaces where connections are published and from where access is allowed
 * @param settings the value of every setting in the catalogue, in canonical form
 * @param deleted whether nothing of the cluster shall be left
 * @param poweredOff whether nothing of it shall run; what it has kept stays
 * @param drill whether this very revision asks for a failover on purpose; the next one does not inherit it
 * @param version of the server, such as {@code 8.1.2}; {@code null} for what its region runs where nothing else is asked for
 * @param rotation the last one that was asked for; {@code null} while the passwords are those of the order
 */
public record DesiredState(
        String plan,
        List<String> namespaces,
        SortedMap<String, String> settings,
        boolean deleted,
        boolean poweredOff,
        boolean drill,
        @Nullable String version,
        @Nullable Rotation rotation) {

    public DesiredState {
        namespaces = List.copyOf(namespaces);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** Of a cluster that runs. */
    public DesiredState(String plan, List<String> namespaces, SortedMap<String, String> settings, boolean deleted) {
        this(plan, namespaces, settings, deleted, false, false, null, null);
    }

    public DesiredState withPlan(String other) {
        return new DesiredState(other, namespaces, settings, deleted, poweredOff, false, version, rotation);
    }

    public DesiredState withVersion(String other) {
        return new DesiredState(plan, namespaces, settings, deleted, poweredOff, false, other, rotation);
    }

    public DesiredState withNamespaces(List<String> others) {
        return new DesiredState(plan, others, settings, deleted, poweredOff, false, version, rotation);
    }

    /** With what an earlier state had of that which a roll-back brings back: plan, namespaces and settings, and no more: a version never goes back. */
    public DesiredState backTo(DesiredState earlier) {
        return withPlan(earlier.plan).withNamespaces(earlier.namespaces).withSettings(earlier.settings);
    }

    public DesiredState withSettings(Map<String, String> changes) {
        var changed = new TreeMap<>(settings);
        changed.putAll(changes);
        return new DesiredState(plan, namespaces, changed, deleted, poweredOff, false, version, rotation);
    }

    /** With passwords of the next generation. */
    public DesiredState withRotation(Duration overlap, boolean closeOldConnections) {
        var next = new Rotation(generation() + 1, overlap, closeOldConnections);
        return new DesiredState(plan, namespaces, settings, deleted, poweredOff, false, version, next);
    }

    /** Of the passwords, from 1. */
    public int generation() {
        return rotation == null ? 1 : rotation.generation();
    }

    public DesiredState asDeleted() {
        return new DesiredState(plan, namespaces, settings, true, poweredOff, false, version, rotation);
    }

    public DesiredState asPowered(boolean on) {
        return new DesiredState(plan, namespaces, settings, deleted, !on, false, version, rotation);
    }

    public DesiredState asDrill() {
        return new DesiredState(plan, namespaces, settings, deleted, poweredOff, true, version, rotation);
    }

    /** What goes on after this revision: the same without its drill. */
    public DesiredState lasting() {
        return new DesiredState(plan, namespaces, settings, deleted, poweredOff, false, version, rotation);
    }
}
