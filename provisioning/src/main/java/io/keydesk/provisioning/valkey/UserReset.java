package io.keydesk.provisioning.valkey;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives a user of a node back what stands in the file of users. Not by {@code ACL LOAD}, which crashes replicas up to Valkey
 * 8.0.2 (<a href="https://github.com/valkey-io/valkey/issues/1832">valkey 1832</a>).
 *
 * @param ops who may order it
 */
public record UserReset(Login ops) {

    private static final String USER = "user ";

    /**
     * Whether it has that again now.
     *
     * @param line as in the file: {@code user <name> <rules>}
     */
    public boolean of(Member member, String line) {
        var words = Arrays.asList(line.substring(USER.length()).split(" "));
        var command = new ArrayList<>(List.of("ACL", "SETUSER", words.getFirst(), "reset"));
        command.addAll(words.subList(1, words.size()));
        try (var node = AdminConnection.open(member.node(), ops)) {
            node.ask(command.toArray(String[]::new));
            return true;
        } catch (NoAnswer | Refusal e) {
            return false;
        }
    }
}
