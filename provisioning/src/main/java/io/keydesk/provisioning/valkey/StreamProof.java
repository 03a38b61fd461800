package io.keydesk.provisioning.valkey;

import java.time.Duration;
import java.util.List;

/**
 * Proves that replicas receive what their primary writes. A replica calls its link up as soon as it has loaded what the
 * primary had; with diskless synchronisation the primary may not send it anything new until the replica's next
 * acknowledgement, up to a second later. What is acknowledged to clients in that second would die with the primary.
 */
public record StreamProof(ClusterSurvey survey, Presence presence) {

    /** What the user {@code _ops} may publish to: a message is the smallest thing that is sent on to replicas. */
    public static final String CHANNEL = "keydesk:stream";

    private static final Duration BOUND = Duration.ofMillis(1_500);

    /** @return whether both replicas have received what was sent to the primary now */
    public boolean of(Member primary, List<Member> members) {
        long sent = send(primary, members);
        return sent > 0
                && Patience.until(BOUND, () -> {
                    var view = survey.of(members, presence);
                    return members.stream()
                            .filter(member -> !member.equals(primary))
                            .allMatch(member -> view.node(member.index())
                                    .filter(state -> state.offset() >= sent)
                                    .isPresent());
                });
    }

    /** The primary's offset with the message, or 0 if it could not be sent. */
    private long send(Member primary, List<Member> members) {
        try (var connection = survey.client().open(primary.node())) {
            connection.ask("PUBLISH", CHANNEL, "sync");
        } catch (NoAnswer | Refusal e) {
            return 0;
        }
        return survey.of(members, presence)
                .node(primary.index())
                .map(NodeState::offset)
                .orElse(0L);
    }
}
