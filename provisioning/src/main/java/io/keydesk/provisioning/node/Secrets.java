package io.keydesk.provisioning.node;

import io.keydesk.provisioning.node.Exchange.Stage;
import io.keydesk.provisioning.valkey.Login;
import io.keydesk.service.cluster.Rotated;
import io.keydesk.service.connection.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The passwords of a cluster's users. Those of the application, of replicas and of Sentinels can be exchanged; then there are
 * {@linkplain Others others} beside those that are used. That of keydesk itself stays: by it a node is mended that comes back
 * with users of yesterday. So does that of the exporter, which reads it once when it starts.
 *
 * @param application of {@code default}, the tenant's
 * @param replication of replicas at their primary
 * @param sentinel of Sentinels at nodes and at each other
 * @param ops of keydesk
 * @param exporter of whatever reads metrics
 * @param exchange {@code null} before the first
 * @param others the new ones until they are used, and the old ones afterwards; {@code null} while there are none
 */
public record Secrets(
        Password application,
        Password replication,
        Password sentinel,
        Password ops,
        Password exporter,
        @Nullable Exchange exchange,
        @Nullable Others others) {

    /** Passwords that are accepted beside those that are used, as far as the stage of the exchange says so. */
    public record Others(Password application, Password replication, Password sentinel) {

        static Others generate() {
            return new Others(Password.generate(), Password.generate(), Password.generate());
        }
    }

    /** Of which none was ever exchanged. */
    public Secrets(Password application, Password replication, Password sentinel, Password ops, Password exporter) {
        this(application, replication, sentinel, ops, exporter, null, null);
    }

    public static Secrets generate() {
        return new Secrets(
                Password.generate(),
                Password.generate(),
                Password.generate(),
                Password.generate(),
                Password.generate());
    }

    /** Of the passwords that have come last, or are coming. */
    public int generation() {
        return exchange == null ? 1 : exchange.generation();
    }

    /** How far the last exchange is; before the first, all is done. */
    public Stage stage() {
        return exchange == null ? Stage.DONE : exchange.stage();
    }

    /** What is known outside of the last exchange. */
    public @Nullable Rotated rotated() {
        return exchange == null ? null : exchange.rotated();
    }

    /** With new passwords, which nobody uses yet. */
    public Secrets exchangedFor(int next) {
        return with(new Exchange(next, generation(), Stage.MADE, null), Others.generate());
    }

    /** With the new passwords as those that are used. */
    public Secrets used() {
        var now = known(others);
        return new Secrets(
                now.application(),
                now.replication(),
                now.sentinel(),
                ops,
                exporter,
                known(exchange).at(Stage.USED),
                new Others(application, replication, sentinel));
    }

    public Secrets at(Stage stage) {
        return with(known(exchange).at(stage), stage.acceptsBoth() ? others : null);
    }

    /**
     * @param overlap for how long the application's old password works on
     * @param inner for how long those of replicas and Sentinels do at least
     */
    public Secrets published(Instant now, Duration overlap, Duration inner) {
        return with(known(exchange).published(now, overlap, inner), others);
    }

    private Secrets with(Exchange next, @Nullable Others beside) {
        return new Secrets(application, replication, sentinel, ops, exporter, next, beside);
    }

    private static <T> T known(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("no passwords are being exchanged");
        }
        return part;
    }

    /** Whatever must be shown to nobody. */
    public List<Password> all() {
        var used = Stream.of(application, replication, sentinel, ops, exporter);
        return others == null
                ? used.toList()
                : Stream.concat(used, Stream.of(others.application(), others.replication(), others.sentinel()))
                        .toList();
    }

    String applicationRules() {
        return others != null && stage().acceptsBothOfApplication()
                ? both(application, others.application())
                : application.rule();
    }

    String replicationRules() {
        return others == null ? replication.rule() : both(replication, others.replication());
    }

    String sentinelRules() {
        return others == null ? sentinel.rule() : both(sentinel, others.sentinel());
    }

    private static String both(Password one, Password other) {
        return one.rule() + " " + other.rule();
    }

    public Login applicationLogin() {
        return new Login(Connection.USERNAME, application.value());
    }

    public Login opsLogin() {
        return new Login(AclFiles.OPS, ops.value());
    }
}
