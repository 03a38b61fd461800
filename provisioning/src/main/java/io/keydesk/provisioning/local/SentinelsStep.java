package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.service.crash.CrashPoint;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Sentinels that run. One that has a file knows what it knew; one that is new is told everything. */
record SentinelsStep() implements Step<Run> {

    @Override
    public String phrase() {
        return "Starting 3 Sentinels";
    }

    @Override
    public Result take(Run run) {
        var missing = run.cluster().missing(Kind.SENTINEL);
        if (missing.isEmpty()) {
            // Also where a keydesk that was killed had started them.
            return noteStarted(run) ? new Acted() : new Done();
        }
        var known = known(run);
        var strangers = missing.stream().filter(slot -> !known.contains(slot)).toList();
        var primary = strangers.isEmpty()
                ? Optional.<Address>empty()
                : run.look().presumedPrimary().map(Member::node);
        primary.ifPresent(address -> strangers.forEach(slot -> new Starter(run).prepareSentinel(slot, address)));
        CrashPoint.SENTINELS_PREPARED.reached();
        var failed = start(run, primary.isPresent() ? missing : known);
        if (failed.isPresent()) {
            return OtherPorts.insteadOf(failed.get(), run);
        }
        if (!run.cluster().missing(Kind.SENTINEL).isEmpty()) {
            return new Waiting("Waiting: nobody tells new Sentinels which node is the primary");
        }
        noteStarted(run);
        return new Acted();
    }

    /** Notes that all processes have run once, and says whether that was news. */
    private static boolean noteStarted(Run run) {
        if (run.record().started()) {
            return false;
        }
        CrashPoint.SENTINELS_STARTED.reached();
        run.record().asStarted().write(run.folder());
        return true;
    }

    /** Those that do not run, and have their file. */
    static List<Slot> known(Run run) {
        return run.cluster().missing(Kind.SENTINEL).stream()
                .filter(slot -> Files.exists(run.folder().configuration(slot)))
                .toList();
    }

    static Optional<Failed> start(Run run, List<Slot> slots) {
        if (slots.isEmpty()) {
            return Optional.empty();
        }
        var failed = new Starter(run).start(slots);
        if (failed.isEmpty() && run.record().started()) {
            slots.forEach(slot -> run.notebook().tell("sentinel-started", slot.label() + " started"));
        }
        return failed;
    }
}
