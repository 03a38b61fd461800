package io.keydesk.provisioning.valkey;

import java.time.Duration;
import java.util.List;

/**
 * Holds back the writes to a primary that is about to end for long, so that all nodes end with the same data: when they start
 * again, any of them may come first, and the Sentinels may choose any.
 */
public record LastWrites(List<Member> members, Presence presence, AdminClient client) {

    /** Should nobody go on, writes are taken again after this. */
    private static final Duration PAUSE = Duration.ofSeconds(60);

    private static final Duration CATCH_UP = Duration.ofSeconds(1);

    /** @return whether writes wait from now on, and replicas have all that was acknowledged before */
    public boolean hold(Member primary) {
        return pause(primary)
                && Patience.until(CATCH_UP, () -> {
                    var view = new ClusterSurvey(client, List.of()).of(members, presence);
                    return view.node(primary.index())
                            .filter(state -> view.haveReached(state.offset(), primary))
                            .isPresent();
                });
    }

    /** Holds them back for longer. */
    public boolean pause(Member primary) {
        try (var node = client.open(primary.node())) {
            node.ask("CLIENT", "PAUSE", Long.toString(PAUSE.toMillis()), "WRITE");
            return true;
        } catch (NoAnswer | Refusal e) {
            return false;
        }
    }
}
