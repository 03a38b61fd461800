package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Step.Failed;
import io.keydesk.provisioning.node.NodeFile;
import io.keydesk.provisioning.node.SentinelFile;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminConnection;
import io.keydesk.provisioning.valkey.Patience;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts processes of one cluster, and sees that they came up. */
record Starter(Run run) {

    static final String PORT_IN_USE = "PortInUse";

    /** Enough for a server to open its port, which takes some 20 ms; loading data goes on afterwards. */
    private static final Duration UP = Duration.ofSeconds(3);

    /** Writes the file of a node that is about to start; without {@code follows} it will be the primary. */
    void prepareNode(Slot slot, @Nullable Address follows) {
        var folder = run.folder();
        var directives = run.storedDirectives().in(run.binary().dialect());
        if (directives.forgets()) {
            // A replica leaves what it was sent on disk: old by now, and read by whoever starts without persistence
            // too.
            PrivateFiles.remove(folder.data(slot.index()));
            PrivateFiles.createFolder(folder.data(slot.index()));
        }
        var file = new NodeFile(
                run.record().layout().address(slot),
                Layout.LOOPBACK,
                folder.data(slot.index()).toString(),
                folder.users().toString(),
                follows);
        PrivateFiles.write(folder.configuration(slot), file.render(directives, run.secrets()));
    }

    void prepareSentinel(Slot slot, Address primary) {
        var folder = run.folder();
        var members = run.members();
        var file = new SentinelFile(
                run.desired().id().toString(),
                members.get(slot.index()),
                members,
                Layout.LOOPBACK,
                folder.node(slot.index()).toString(),
                folder.sentinelUsers().toString());
        PrivateFiles.write(folder.configuration(slot), file.render(primary, run.secrets()));
    }

    /** Starts all of these at once. Their files are there. */
    Optional<Failed> start(List<Slot> slots) {
        if (!run.binary().isThere()) {
            return Optional.of(new Failed(
                    "BinaryMissing",
                    "The server %s is no longer there: install it again, or set keydesk.local.valkey-server."
                            .formatted(run.binary().path()),
                    true));
        }
        for (var slot : slots) {
            if (!Ports.isFree(address(slot).port())) {
                return Optional.of(portInUse(slot));
            }
        }
        run.changed();
        var started = new LinkedHashMap<Slot, ProcessHandle>();
        slots.forEach(slot -> started.put(slot, Launcher.start(run.binary(), run.folder(), slot)));
        var login = run.secrets().opsLogin();
        Patience.until(
                UP,
                () -> started.entrySet().stream()
                        .allMatch(entry -> !entry.getValue().isAlive()
                                || AdminConnection.answers(address(entry.getKey()), login)));
        Optional<Failed> failure = Optional.empty();
        for (Map.Entry<Slot, ProcessHandle> entry : started.entrySet()) {
            if (entry.getValue().isAlive()) {
                run.cluster().adopt(entry.getKey(), address(entry.getKey()), entry.getValue());
            } else {
                failure = Optional.of(explain(entry.getKey()));
            }
        }
        return failure;
    }

    private Failed explain(Slot slot) {
        var log = ServerLog.tail(run.folder().log(slot));
        var refused = log.refused();
        if (refused.isPresent()) {
            return new Failed(
                    "SettingRefused",
                    "%s: %s".formatted(refused.get().name(), refused.get().words()),
                    false);
        }
        return log.tellsOfTakenPort()
                ? portInUse(slot)
                : new Failed(
                        "NotStarted",
                        "%s ended at once; its last words are in %s"
                                .formatted(
                                        Sentences.capitalised(slot.label()),
                                        run.folder().log(slot)),
                        true);
    }

    private Failed portInUse(Slot slot) {
        return new Failed(
                PORT_IN_USE,
                "Another program listens on port %d, which belongs to %s: stop that program."
                        .formatted(address(slot).port(), slot.label()),
                true);
    }

    private Address address(Slot slot) {
        return run.record().layout().address(slot);
    }
}
