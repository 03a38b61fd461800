package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Exchange;
import io.keydesk.provisioning.node.Exchange.Stage;
import io.keydesk.provisioning.node.Password;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.node.Secrets.Others;
import io.keydesk.service.crash.CrashPoint;
import java.util.List;
import java.util.Optional;

/**
 * The passwords of a cluster, each in a file of its own. Those that can be exchanged have the number of their generation
 * behind their name, from the second on; which ones are used says one more file, which is written last.
 */
final class SecretFiles {

    private static final String APPLICATION = "application-password";
    private static final String REPLICATION = "replication-password";
    private static final String SENTINEL = "sentinel-password";
    private static final String OPS = "ops-password";
    private static final String EXPORTER = "exporter-password";

    private SecretFiles() {}

    /** Nothing until all of them are there. */
    static Optional<Secrets> read(ClusterFolder folder) {
        var exchange = exchange(folder);
        int used = exchange.map(SecretFiles::used).orElse(1);
        var first = password(folder, OPS)
                .flatMap(ops -> password(folder, EXPORTER)
                        .flatMap(exporter -> trio(folder, used)
                                .map(trio -> new Secrets(
                                        trio.application(), trio.replication(), trio.sentinel(), ops, exporter))));
        return exchange.isEmpty() ? first : first.flatMap(secrets -> exchanged(folder, secrets, exchange.get()));
    }

    private static Optional<Secrets> exchanged(ClusterFolder folder, Secrets secrets, Exchange exchange) {
        var others = exchange.stage() == Stage.DONE
                ? Optional.<Others>empty()
                : trio(folder, exchange.generation() + exchange.before() - used(exchange));
        return exchange.stage() != Stage.DONE && others.isEmpty()
                ? Optional.empty()
                : Optional.of(new Secrets(
                        secrets.application(),
                        secrets.replication(),
                        secrets.sentinel(),
                        secrets.ops(),
                        secrets.exporter(),
                        exchange,
                        others.orElse(null)));
    }

    /** The generation of the passwords that are used. */
    private static int used(Exchange exchange) {
        return exchange.stage() == Stage.MADE ? exchange.before() : exchange.generation();
    }

    private static Optional<Others> trio(ClusterFolder folder, int generation) {
        return password(folder, name(APPLICATION, generation))
                .flatMap(application -> password(folder, name(REPLICATION, generation))
                        .flatMap(replication -> password(folder, name(SENTINEL, generation))
                                .map(sentinel -> new Others(application, replication, sentinel))));
    }

    static void write(ClusterFolder folder, Secrets secrets) {
        var exchange = secrets.exchange();
        int used = exchange == null ? 1 : used(exchange);
        PrivateFiles.write(
                folder.password(name(APPLICATION, used)), secrets.application().value());
        CrashPoint.PASSWORD_WRITTEN.reached();
        PrivateFiles.write(
                folder.password(name(REPLICATION, used)), secrets.replication().value());
        PrivateFiles.write(
                folder.password(name(SENTINEL, used)), secrets.sentinel().value());
        PrivateFiles.write(folder.password(OPS), secrets.ops().value());
        PrivateFiles.write(folder.password(EXPORTER), secrets.exporter().value());
        if (exchange == null) {
            return;
        }
        var others = secrets.others();
        if (others != null) {
            int other = exchange.generation() + exchange.before() - used;
            PrivateFiles.write(
                    folder.password(name(APPLICATION, other)),
                    others.application().value());
            PrivateFiles.write(
                    folder.password(name(REPLICATION, other)),
                    others.replication().value());
            PrivateFiles.write(
                    folder.password(name(SENTINEL, other)), others.sentinel().value());
        }
        PrivateFiles.write(folder.exchange(), exchange.text());
        if (exchange.stage() == Stage.DONE) {
            List.of(APPLICATION, REPLICATION, SENTINEL)
                    .forEach(name -> PrivateFiles.removeFile(folder.password(name(name, exchange.before()))));
        }
    }

    private static String name(String name, int generation) {
        return generation == 1 ? name : "%s-%d".formatted(name, generation);
    }

    private static Optional<Exchange> exchange(ClusterFolder folder) {
        return PrivateFiles.read(folder.exchange()).map(text -> {
            try {
                return Exchange.parse(text);
            } catch (IllegalArgumentException e) {
                throw new DamagedFile(folder.exchange(), "the stage of an exchange of passwords is expected");
            }
        });
    }

    private static Optional<Password> password(ClusterFolder folder, String name) {
        return PrivateFiles.read(folder.password(name)).map(String::strip).map(text -> {
            if (text.length() != Password.LENGTH || !text.matches("[0-9a-f]+")) {
                throw new DamagedFile(
                        folder.password(name), "%d hexadecimal digits are expected".formatted(Password.LENGTH));
            }
            return new Password(text);
        });
    }
}
