package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.Login;
import io.keydesk.service.connection.Connection;
import java.util.List;

/**
 * The passwords of a cluster's users.
 *
 * @param application of {@code default}, the tenant's
 * @param replication of replicas at their primary
 * @param sentinel of Sentinels at nodes and at each other
 * @param ops of keydesk
 * @param exporter of whatever reads metrics
 */
public record Secrets(Password application, Password replication, Password sentinel, Password ops, Password exporter) {

    public static Secrets generate() {
        return new Secrets(
                Password.generate(),
                Password.generate(),
                Password.generate(),
                Password.generate(),
                Password.generate());
    }

    public List<Password> all() {
        return List.of(application, replication, sentinel, ops, exporter);
    }

    public Login applicationLogin() {
        return new Login(Connection.USERNAME, application.value());
    }

    public Login opsLogin() {
        return new Login(AclFiles.OPS, ops.value());
    }
}
