package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.upkeep.Sentences;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.service.crash.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Sentinels that run the version of their nodes, restarted one after the other once every node has it; and the note that all
 * do, from which on nodes are told what only that version understands.
 */
record VersionStep() implements Step<Run> {

    @Override
    public String phrase() {
        return "Comparing the versions of all processes";
    }

    @Override
    public Result take(Run run) {
        var version = run.binary().engine().version();
        var record = run.record();
        if (version.equals(record.version())) {
            return new Done();
        }
        if (run.desired().state().version() == null) {
            record.withVersion(version).write(run.folder());
            return new Done();
        }
        var older = older(run);
        if (!older.isEmpty()) {
            var next = older.getFirst();
            run.notebook()
                    .tell(
                            "sentinel-restarting",
                            "%s restarts with version %s".formatted(Sentences.capitalised(next.label()), version));
            run.changed();
            new Shutdown(run.cluster()).these(List.of(next), Shutdown.QUICK);
            CrashPoint.SENTINEL_ENDED.reached();
            return new Waiting("Restarting " + next.label());
        }
        record.withVersion(version).write(run.folder());
        run.changed();
        return new Acted();
    }

    /** Sentinels whose program is another one. */
    private static List<Slot> older(Run run) {
        var program = program(run.binary());
        return Slot.all(Kind.SENTINEL).stream()
                .filter(slot -> run.cluster()
                        .process(slot)
                        .flatMap(process -> process.info().command())
                        .filter(command -> !command.equals(program.toString()))
                        .isPresent())
                .toList();
    }

    /** As the operating system calls it: a package may install a link. */
    private static Path program(ServerBinary binary) {
        try {
            return binary.path().toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
