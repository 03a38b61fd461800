package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.upkeep.Sentences;
import io.keydesk.provisioning.valkey.ClusterView;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Ends processes that live and do not answer any more, so that they are started again. A node only where another one is
 * the primary that the Sentinels name, and answers: what the frozen one holds is a copy then. A frozen primary is left to
 * the Sentinels first, and nothing is ended where all that could hold the data are frozen.
 */
record Unanswered(Run run) {

    /** Sentinels replace a frozen primary within 6 to 8 s. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    void end() {
        var view = run.look();
        var frozen = Stream.of(Kind.values())
                .flatMap(kind -> Slot.all(kind).stream())
                .filter(slot -> isFrozen(slot, view))
                .filter(slot -> slot.kind() == Kind.SENTINEL || run.isCopy(slot.index()))
                .toList();
        if (frozen.isEmpty()) {
            return;
        }
        frozen.forEach(slot -> run.notebook()
                .tell(
                        slot.kind().word() + "-frozen",
                        "%s has not answered for %d s and was ended"
                                .formatted(Sentences.capitalised(slot.label()), BOUND.toSeconds())));
        run.changed();
        new Shutdown(run.cluster()).these(frozen, Duration.ZERO);
    }

    private boolean isFrozen(Slot slot, ClusterView view) {
        boolean silent = run.cluster().runs(slot) && !answers(slot, view);
        return run.notebook().lasting("silent-" + slot.label(), silent).compareTo(BOUND) > 0 && !reacts(slot);
    }

    private static boolean answers(Slot slot, ClusterView view) {
        return switch (slot.kind()) {
            case NODE -> view.node(slot.index()).isPresent();
            case SENTINEL -> view.sentinels().get(slot.index()).isPresent();
        };
    }

    /** One that refuses to answer, because a script runs in it for example, is not frozen. */
    private boolean reacts(Slot slot) {
        return run.client().answers(run.record().layout().address(slot));
    }
}
