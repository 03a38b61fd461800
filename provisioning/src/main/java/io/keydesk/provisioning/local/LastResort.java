package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.PrimaryPick;
import io.keydesk.provisioning.valkey.Promotion;
import java.time.Duration;

/**
 * The only promotion that keydesk makes by itself: when Sentinels could not make one for so long that they never will, for
 * example because their files are gone. They are told of it afterwards.
 */
record LastResort(Run run) {

    /** Sentinels that start again know within seconds what they knew. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    /** While a node gives no answer that may wake up with more. */
    private static final Duration IN_DOUBT = Duration.ofSeconds(60);

    void promote() {
        var pick = PrimaryPick.from(run.look());
        var lasted = run.cluster().lasting("nobody-names-a-primary", pick.isPresent());
        pick.filter(found -> lasted.compareTo(found.certain() ? BOUND : IN_DOUBT) > 0)
                .ifPresent(this::promote);
    }

    private void promote(PrimaryPick pick) {
        run.changed();
        if (new Promotion(run.client()).of(pick.member())) {
            run.cluster()
                    .tell(
                            "primary-picked",
                            "%s was made the primary: %s"
                                    .formatted(
                                            Sentences.capitalised(
                                                    Slot.node(pick.member().index())
                                                            .label()),
                                            pick.why()));
        }
    }
}
