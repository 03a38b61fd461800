package io.keydesk.provisioning.node;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a user may do, from a line of an ACL file or of {@code ACL LIST}, in a form in which both are the same. Whatever a
 * server adds of its own, such as {@code sanitize-payload}, is left out.
 *
 * @param state whether the user can log in: {@code on}, {@code off}, {@code nopass}
 * @param passwords hashes, each with its {@code #}
 * @param commands in their order, which has a meaning
 */
record UserRules(
        String name,
        Set<String> state,
        Set<String> passwords,
        Set<String> keys,
        Set<String> channels,
        List<String> commands) {

    private static final Set<String> STATES = Set.of("on", "off", "nopass");

    static UserRules parse(String line) {
        var words = Arrays.asList(line.strip().split(" "));
        var rules = words.subList(2, words.size());
        return new UserRules(
                words.get(1),
                which(rules, STATES::contains),
                which(rules, word -> word.startsWith("#")),
                which(rules, word -> word.startsWith("~") || word.startsWith("%")),
                which(rules, word -> word.startsWith("&")),
                rules.stream()
                        .filter(word -> word.startsWith("+") || word.startsWith("-") || word.startsWith("("))
                        .toList());
    }

    static SequencedMap<String, UserRules> parseAll(Stream<String> lines) {
        var users = new LinkedHashMap<String, UserRules>();
        lines.map(UserRules::parse).forEach(user -> users.put(user.name(), user));
        return users;
    }

    /** In which of its rules a user is not what is desired, for people; empty if in none. */
    String difference(UserRules desired, boolean withChannels, boolean withCommands) {
        return Stream.of(
                        state.equals(desired.state) ? "" : "state",
                        passwords.equals(desired.passwords) ? "" : "passwords",
                        keys.equals(desired.keys) ? "" : "keys",
                        channels.equals(desired.channels) || !withChannels ? "" : "channels",
                        commands.equals(desired.commands) || !withCommands ? "" : "commands")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static Set<String> which(List<String> rules, Predicate<String> kind) {
        return rules.stream().filter(kind).collect(Collectors.toUnmodifiableSet());
    }
}
