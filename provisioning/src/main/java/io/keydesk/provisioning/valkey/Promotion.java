package io.keydesk.provisioning.valkey;

/**
 * Makes a node the primary without any Sentinel.
 *
 * @param client as a user who may order it
 */
public record Promotion(AdminClient client) {

    /** Whether it is the primary now. */
    public boolean of(Member member) {
        try (var node = client.open(member.node())) {
            node.ask("REPLICAOF", "NO", "ONE");
            return true;
        } catch (NoAnswer | Refusal e) {
            return false;
        }
    }
}
