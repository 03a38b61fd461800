package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.DefaultUser;
import io.keydesk.service.catalogue.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What all nodes of a cluster are told alike. */
public record Directives(List<Directive> all) {

    private static final long MIB = 1024L * 1024;

    /** Of a server that is not told otherwise. */
    private static final int DATABASES = 16;

    private static final String PUBSUB_LIMIT = "client-output-buffer-limit pubsub";

    /** Snapshots as often as a Valkey takes them that is not told otherwise. */
    private static final String SNAPSHOTS = "3600 1 300 100 60 10000";

    /**
     * What no tenant changes. A primary that lost both replicas stops acknowledging within 4 s
     * ({@code min-replicas-max-lag} 3), before Sentinel has replaced it; without a delay of diskless synchronisation a
     * replica is back in less than a second; the ping every 2 s is what the start rules mean by "heard recently".
     */
    private static final SequencedMap<String, String> FIXED = fixed();

    public Directives {
        all = List.copyOf(all);
    }

    /** @param settings every setting of the catalogue with its canonical value */
    public static Directives of(Map<String, String> settings, Plan plan, Dialect dialect) {
        var all = new ArrayList<Directive>();
        FIXED.forEach((key, value) -> all.add(new Directive(key, value)));
        all.add(new Directive("maxmemory", Long.toString(plan.maxmemoryBytes())));
        all.add(new Directive("maxclients", Integer.toString(plan.connections())));
        settings.forEach((name, value) -> all.addAll(ofSetting(name, value)));
        return new Directives(all).in(dialect);
    }

    private static List<Directive> ofSetting(String name, String value) {
        return switch (name) {
            case "persistence" ->
                List.of(
                        new Directive(Directive.PERSISTENCE, value.equals("rdb") ? SNAPSHOTS : ""),
                        new Directive(Directive.APPEND_ONLY, value.equals("aof") ? "yes" : "no"),
                        new Directive("appendfsync", "everysec"));
            case PUBSUB_LIMIT -> {
                long hard = Long.parseLong(value) * MIB;
                yield List.of(new Directive(name, "%d %d 60".formatted(hard, hard / 4)));
            }
            default -> List.of(new Directive(name, value));
        };
    }

    private static SequencedMap<String, String> fixed() {
        var fixed = new LinkedHashMap<String, String>();
        fixed.put("protected-mode", "no");
        fixed.put("min-replicas-to-write", "1");
        fixed.put("min-replicas-max-lag", "3");
        fixed.put("repl-diskless-sync", "yes");
        fixed.put("repl-diskless-sync-delay", "0");
        fixed.put("repl-backlog-size", Long.toString(16 * MIB));
        fixed.put("repl-timeout", "15");
        fixed.put("repl-ping-replica-period", "2");
        fixed.put("client-output-buffer-limit replica", "%d %d 60".formatted(64 * MIB, 32 * MIB));
        fixed.put("shutdown-timeout", "10");
        return fixed;
    }

    /** The lines of {@code valkey.conf}. */
    public String render() {
        return all.stream().map(Directive::lines).collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * Reads what {@link #render} wrote.
     *
     * @throws IllegalArgumentException if it is not all there: without what it says of persistence, data would be thrown
     *     away that is to be kept
     */
    public static Directives parse(String rendered) {
        var read = rendered.lines()
                .map(Directive::parse)
                .collect(Collectors.toMap(Directive::key, Function.identity(), Directive::and, LinkedHashMap::new));
        var directives = new Directives(List.copyOf(read.values()));
        if (directives.value(Directive.PERSISTENCE).isEmpty()
                || directives.value(Directive.APPEND_ONLY).isEmpty()) {
            throw new IllegalArgumentException("what is said of persistence is missing");
        }
        return directives;
    }

    /** Which channels the application's user may use: {@code allchannels} or {@code resetchannels}. */
    public String channels() {
        return value(Directive.CHANNELS).orElse(DefaultUser.NO_CHANNELS);
    }

    /** How many numbered databases there are. */
    public int databases() {
        return value("databases").map(Integer::valueOf).orElse(DATABASES);
    }

    /** Whether a start with these uses nothing that an earlier run has written to disk. */
    public boolean forgets() {
        return reads().isEmpty();
    }

    /** How the names begin of what a server reads from its folder when it starts; an append-only one ignores snapshots. */
    public Optional<String> reads() {
        return value(Directive.APPEND_ONLY)
                .filter("yes"::equals)
                .map(_ -> "appendonly")
                .or(() -> value(Directive.PERSISTENCE)
                        .filter(points -> !points.isEmpty())
                        .map(_ -> "dump.rdb"));
    }

    /** Those that this version understands. */
    public Directives in(Dialect dialect) {
        return new Directives(all.stream()
                .filter(directive -> dialect.knows(directive.parameter()))
                .toList());
    }

    /** The names to ask a node for. */
    public List<String> parameters() {
        return all.stream().map(Directive::parameter).distinct().toList();
    }

    private Optional<String> value(String key) {
        return all.stream()
                .filter(directive -> directive.key().equals(key))
                .map(Directive::value)
                .findFirst();
    }
}
