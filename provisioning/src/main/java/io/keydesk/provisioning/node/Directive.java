package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.DefaultUser;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code valkey.conf} says of one parameter.
 *
 * @param key the directive's name, with the class of clients where it is kept by class: {@code client-output-buffer-limit
 *     pubsub}
 * @param value as the server itself writes it, so that it can be compared with what the server says
 */
public record Directive(String key, String value) {

    /** How a change reaches a server. */
    public enum Effect {
        /** By {@code CONFIG SET}. */
        LIVE,
        /** By a restart. */
        RESTART,
        /** By {@code CONFIG SET} or a restart; the server may take less than it is told, and that is not looked at again. */
        UNCHECKED
    }

    static final String CHANNELS = "acl-pubsub-default";
    static final String PERSISTENCE = "save";
    static final String APPEND_ONLY = "appendonly";
    private static final Set<String> RESTART =
            Set.of("databases", "io-threads", PERSISTENCE, APPEND_ONLY, "appendfsync");
    private static final String BUFFER_LIMIT = "client-output-buffer-limit";
    private static final String KEYSPACE_EVENTS = "notify-keyspace-events";

    /** What {@code A} stands for among the classes of keyspace events. */
    private static final String ALL_EVENTS = "g$lshztdxe";

    /** Reads one of the lines that {@link #lines} wrote. */
    static Directive parse(String line) {
        var words = words(line);
        if (words[0].equals(BUFFER_LIMIT)) {
            var limit = words(words[1]);
            return new Directive(BUFFER_LIMIT + " " + limit[0], limit[1]);
        }
        return new Directive(words[0], words[1].replace("\"", ""));
    }

    private static String[] words(String text) {
        var words = text.split(" ", 2);
        if (words.length < 2) {
            throw new IllegalArgumentException("a name and a value are expected");
        }
        return words;
    }

    public Effect effect() {
        return RESTART.contains(key) ? Effect.RESTART : key.equals("maxclients") ? Effect.UNCHECKED : Effect.LIVE;
    }

    /** The name for {@code CONFIG GET} and {@code CONFIG SET}. */
    String parameter() {
        return key.split(" ", 2)[0];
    }

    /** The value for {@code CONFIG SET}. */
    String argument() {
        return key.contains(" ") ? key.split(" ", 2)[1] + " " + value : value;
    }

    /** One line, but one for each point in time of snapshots: Redis 6.2 ignores several in one. */
    String lines() {
        var texts =
                value.isEmpty() ? "\"\"" : key.equals(PERSISTENCE) ? value.replaceAll("(\\d+ \\d+) ", "$1\n") : value;
        return texts.lines().map(text -> key + " " + text).collect(Collectors.joining("\n"));
    }

    /** With what another line says of the same. */
    Directive and(Directive other) {
        return new Directive(key, value + " " + other.value);
    }

    /**
     * What a node has of it, in the form of {@link #value}; nothing if the node does not know it. The channels are what
     * the application's user has: the directive alone only concerns users to come.
     */
    Optional<String> actual(Map<String, String> configuration) {
        var name = key.equals(CHANNELS) ? DefaultUser.CHANNELS : parameter();
        return Optional.ofNullable(configuration.get(name))
                .map(text -> parameter().equals(BUFFER_LIMIT) ? ofClass(text) : text);
    }

    boolean isMet(String actual) {
        return key.equals(KEYSPACE_EVENTS) ? events(actual).equals(events(value)) : actual.equals(value);
    }

    /** Picks one class out of {@code normal 0 0 0 slave 268435456 67108864 60 pubsub …}. */
    private String ofClass(String text) {
        var words = List.of(text.replace("slave", "replica").split(" "));
        int at = words.indexOf(key.split(" ", 2)[1]);
        return at < 0 ? text : String.join(" ", words.subList(at + 1, at + 4));
    }

    private static String events(String flags) {
        return Arrays.stream(flags.replace("A", ALL_EVENTS).split(""))
                .sorted()
                .distinct()
                .collect(Collectors.joining());
    }
}
