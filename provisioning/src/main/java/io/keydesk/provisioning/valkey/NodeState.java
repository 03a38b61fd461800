package io.keydesk.provisioning.valkey;

import io.keydesk.service.catalogue.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node says of itself.
 *
 * @param role by {@code ROLE}
 * @param info the fields of {@code INFO}
 * @param configuration the value of each directive that was asked for and is known to the node; some are secrets
 * @param users the lines of {@code ACL LIST}
 * @param access what it answers to who must not get in
 */
public record NodeState(
        NodeRole role, Map<String, String> info, Map<String, String> configuration, List<String> users, Access access) {

    /**
     * @param closed whether it answers {@code NOAUTH} to who has no password
     * @param reach the first administrative command that it would let the application run; empty if none of those tried
     */
    public record Access(boolean closed, String reach) {}

    public NodeState {
        info = Map.copyOf(info);
        configuration = Map.copyOf(configuration);
        users = List.copyOf(users);
    }

    public boolean isPrimary() {
        return role.primary();
    }

    /** The primary of a replica. */
    public Optional<Address> follows() {
        return Optional.ofNullable(role.follows());
    }

    /** Whether a replica is in contact with its primary, and has all of its data. */
    public boolean isLinked() {
        return "up".equals(info.get("master_link_status")) && number("master_sync_in_progress") == 0;
    }

    /** Whether a replica is being sent all data of its primary. */
    boolean isCopying() {
        return number("master_sync_in_progress") == 1;
    }

    /** Whether a replica heard from its primary within the period in which a primary pings, 2 s. */
    public boolean heardRecently() {
        long ago = info.containsKey("master_last_io_seconds_ago") ? number("master_last_io_seconds_ago") : -1;
        return ago >= 0 && ago <= 2;
    }

    public boolean hasData() {
        return highestDatabase() >= 0;
    }

    /** The highest numbered database that holds a key; -1 if none does. */
    public int highestDatabase() {
        return info.keySet().stream()
                .filter(field -> field.matches("db[0-9]+"))
                .mapToInt(field -> Integer.parseInt(field.substring(2)))
                .max()
                .orElse(-1);
    }

    /** How much of the stream of changes a replica has, or a primary has made, in bytes. */
    public long offset() {
        return number(isPrimary() ? "master_repl_offset" : "slave_repl_offset");
    }

    /** Bytes of memory that the data and all buffers take. */
    public long usedMemory() {
        return number("used_memory");
    }

    /** The part of that which counts when a server decides whether keys must go: without what replicas are still to be sent. */
    public long countedMemory() {
        return Math.max(0, usedMemory() - number("mem_not_counted_for_evict"));
    }

    /** Of the server; Valkey also tells the version of Redis that it takes the place of. Nothing from one that tells none. */
    public Optional<Version> version() {
        return Optional.ofNullable(info.get("valkey_version"))
                .or(() -> Optional.ofNullable(info.get("redis_version")))
                .flatMap(Version::find);
    }

    public long processId() {
        return number("process_id");
    }

    /** The same configuration and users, with what it said later of its role and its data. */
    NodeState at(NodeState later) {
        return new NodeState(later.role, later.info, configuration, users, access);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "NodeState[role=%s, offset=%d, access=%s]".formatted(role, offset(), access);
    }

    private long number(String field) {
        return Long.parseLong(info.getOrDefault(field, "0"));
    }
}
