package io.keydesk.provisioning.upkeep;

import io.keydesk.provisioning.node.PrimaryPick;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.Promotion;
import java.time.Duration;

/**
 * The only promotion that keydesk makes by itself: when Sentinels could not make one for so long that they never will, for
 * example because their files are gone. They are told of it afterwards.
 */
public record LastResort(Site site) {

    /** Sentinels that start again know within seconds what they knew. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    /** While a node gives no answer that may wake up with more. */
    private static final Duration IN_DOUBT = Duration.ofSeconds(60);

    public void promote() {
        var pick = PrimaryPick.from(site.look());
        var lasted = site.notebook().lasting("nobody-names-a-primary", pick.isPresent());
        pick.filter(found -> lasted.compareTo(found.certain() ? BOUND : IN_DOUBT) > 0)
                .ifPresent(this::promote);
    }

    private void promote(PrimaryPick pick) {
        site.changed();
        if (new Promotion(site.client()).of(pick.member())) {
            site.notebook()
                    .tell(
                            "primary-picked",
                            "%s was made the primary: %s"
                                    .formatted(
                                            Sentences.capitalised(
                                                    Member.name(pick.member().index())),
                                            pick.why()));
        }
    }
}
