package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.NodeFile;
import io.keydesk.provisioning.node.SentinelFile;
import io.keydesk.provisioning.upkeep.Sentences;
import io.keydesk.provisioning.upkeep.Step.Failed;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Patience;
import io.keydesk.service.crash.CrashPoint;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts processes of one cluster, and sees that they came up. */
record Starter(Run run) {

    static final String PORT_IN_USE = "PortInUse";

    /** Enough for a server to open its port, which takes some 20 ms; loading data goes on afterwards. */
    private static final Duration UP = Duration.ofSeconds(3);

    /** @param logged how long its log was before */
    private record Launched(Slot slot, ProcessHandle process, long logged) {}

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

    /** Starts as many of these as it can, at once. Their files are there. */
    Optional<Failed> start(Collection<Slot> slots) {
        if (!run.binary().isThere()) {
            return Optional.of(new Failed(
                    "BinaryMissing",
                    "The server %s is no longer there: install it again, or set keydesk.local.valkey-server."
                            .formatted(run.binary().path()),
                    true));
        }
        run.changed();
        var heldBack =
                slots.stream().filter(run.cluster().restarts()::isHeldBack).toList();
        var free = slots.stream()
                .filter(slot -> Ports.isFree(address(slot).port()))
                .toList();
        var possible = free.stream().filter(slot -> !heldBack.contains(slot)).toList();
        var launched = new ArrayList<Launched>();
        try {
            possible.forEach(slot -> launched.add(launch(slot)));
        } catch (UncheckedIOException e) {
            // Those that run are ours, whatever kept the others from it.
            launched.forEach(this::adopt);
            throw e;
        }
        var client = run.client();
        Patience.until(
                UP,
                () -> launched.stream()
                        .allMatch(one -> !one.process().isAlive() || client.answers(address(one.slot()))));
        var alive = launched.stream().filter(one -> one.process().isAlive()).toList();
        alive.forEach(this::adopt);
        return Stream.concat(
                        slots.stream()
                                .filter(slot -> !possible.contains(slot))
                                .map(slot -> free.contains(slot) ? keepsDying(slot) : portInUse(slot)),
                        launched.stream().filter(one -> !alive.contains(one)).map(this::explain))
                .findFirst();
    }

    private void adopt(Launched one) {
        run.cluster().adopt(one.slot(), address(one.slot()), one.process());
    }

    private Launched launch(Slot slot) {
        run.cluster().restarts().started(slot);
        long logged = ServerLog.prepare(run.folder().log(slot));
        var process = Launcher.start(run.binary(), run.folder(), slot);
        switch (slot.kind()) {
            case NODE -> CrashPoint.NODE_LAUNCHED.reached();
            case SENTINEL -> CrashPoint.SENTINEL_LAUNCHED.reached();
        }
        return new Launched(slot, process, logged);
    }

    private Failed explain(Launched ended) {
        var file = run.folder().log(ended.slot());
        var log = ServerLog.since(file, ended.logged());
        var refused = log.refused();
        if (refused.isPresent()) {
            return new Failed(
                    "SettingRefused",
                    "%s: %s".formatted(refused.get().name(), refused.get().words()),
                    false);
        }
        return log.tellsOfTakenPort()
                ? portInUse(ended.slot())
                : new Failed(
                        "NotStarted",
                        "%s ended at once. The end of %s: %s"
                                .formatted(
                                        Sentences.capitalised(ended.slot().label()),
                                        file,
                                        log.lastWords(run.secrets())),
                        true);
    }

    private Failed keepsDying(Slot slot) {
        var file = run.folder().log(slot);
        return new Failed(
                "KeepsDying",
                "%s dies soon after each start, and is started more and more seldom. The end of %s: %s"
                        .formatted(
                                Sentences.capitalised(slot.label()),
                                file,
                                ServerLog.endOf(file).lastWords(run.secrets())),
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
