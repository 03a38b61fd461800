package io.keydesk.provisioning.valkey;

/**
 * Makes a node a replica that does not know that another was elected while it was frozen. Sentinel does so too, but only
 * after ten seconds, in which clients get refusals from it.
 *
 * @param client as a user who may order it
 */
public record Demotion(AdminClient client) {

    /** Whether it follows now. Its clients are cut off, so that they ask the Sentinels again. */
    public boolean of(Member usurper, Member primary) {
        try (var node = client.open(usurper.node())) {
            node.ask(
                    "REPLICAOF",
                    primary.node().host(),
                    Integer.toString(primary.node().port()));
            node.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            return true;
        } catch (NoAnswer | Refusal e) {
            return false;
        }
    }
}
