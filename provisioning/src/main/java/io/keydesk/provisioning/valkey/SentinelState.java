package io.keydesk.provisioning.valkey;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Sentinel says.
 *
 * @param names the node that it calls the primary; {@code null} if it knows none
 * @param primary what it says of that one: its {@code flags} ({@code master} alone if all is well), how many other
 *     Sentinels it knows, and the options by which it watches
 * @param replicas how many replicas it is in contact with, and could promote
 * @param known every replica that it knows
 * @param verdict what it answers to {@code CKQUORUM}
 * @param users the lines of {@code ACL LIST}
 */
public record SentinelState(
        @Nullable Address names,
        Map<String, String> primary,
        int replicas,
        Set<Address> known,
        String verdict,
        List<String> users) {

    public SentinelState {
        primary = Map.copyOf(primary);
        known = Set.copyOf(known);
        users = List.copyOf(users);
    }

    /** What it thinks of the primary that it names. */
    public String flags() {
        return primary.getOrDefault("flags", "");
    }

    /** How many other Sentinels it knows. */
    public int others() {
        return Integer.parseInt(primary.getOrDefault("num-other-sentinels", "0"));
    }

    /** Whether it says that enough Sentinels are there for a failover. */
    public boolean quorum() {
        return verdict.startsWith("OK");
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "SentinelState[names=%s, flags=%s, verdict=%s]".formatted(names, flags(), verdict);
    }

    boolean isContent() {
        return names != null && flags().equals("master") && others() == 2;
    }
}
