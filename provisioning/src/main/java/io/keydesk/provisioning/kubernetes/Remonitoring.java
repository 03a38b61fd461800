package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.node.SentinelFile;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NoAnswer;
import io.keydesk.provisioning.valkey.Refusal;

/** Has a Sentinel forget what it knew, and tells it the primary: its file outlives its process, as long as its pod lives. */
record Remonitoring(AdminClient client, Secrets secrets) {

    void of(Member odd, Address primary) {
        try (var sentinel = client.open(odd.sentinel())) {
            for (var command : SentinelFile.monitoring(primary, secrets)) {
                sentinel.ask(command.toArray(String[]::new));
            }
        } catch (NoAnswer | Refusal e) {
            // It is looked at again, and stays odd then.
            return;
        }
    }
}
