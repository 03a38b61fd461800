package io.keydesk.provisioning.valkey;

/**
 * Makes a node the primary without any Sentinel.
 *
 * @param ops who may order it
 */
public record Promotion(Login ops) {

    /** Whether it is the primary now. */
    public boolean of(Member member) {
        try (var node = AdminConnection.open(member.node(), ops)) {
            node.ask("REPLICAOF", "NO", "ONE");
            return true;
        } catch (NoAnswer | Refusal e) {
            return false;
        }
    }
}
