package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.NoAnswer;
import io.keydesk.provisioning.valkey.Refusal;
import io.keydesk.service.crash.CrashPoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Tells running nodes what they deviate in: all of it, or nothing. */
public record LiveChange(AdminClient client) {

    /**
     * @param retryable whether the node gave no answer, so that the same may succeed later
     */
    public record Refused(String setting, String words, boolean retryable) {}

    /** Sets one after the other on each node; at the first refusal, what was set is set back. */
    public Optional<Refused> apply(List<Deviation> deviations) {
        var done = new ArrayDeque<Deviation>();
        for (var deviation : deviations) {
            try {
                set(deviation.member().node(), deviation.desired());
                done.push(deviation);
                CrashPoint.SETTING_CHANGED.reached();
            } catch (Refusal refusal) {
                restore(done);
                return Optional.of(new Refused(deviation.desired().key(), refusal.words(), false));
            } catch (NoAnswer silence) {
                restore(done);
                return Optional.of(new Refused(deviation.desired().key(), String.valueOf(silence.getMessage()), true));
            }
        }
        return Optional.empty();
    }

    /** Sets what each node takes, and leaves the rest to its next start: then it takes as much as it can. */
    public void offer(List<Deviation> deviations) {
        for (var deviation : deviations) {
            try {
                set(deviation.member().node(), deviation.desired());
            } catch (Refusal | NoAnswer e) {
                continue;
            }
        }
    }

    /** A node that cannot be set back now is one that drifted, and is repaired as such. */
    private void restore(Deque<Deviation> done) {
        for (var deviation : done) {
            try {
                set(deviation.member().node(), new Directive(deviation.desired().key(), deviation.actual()));
            } catch (Refusal | NoAnswer e) {
                continue;
            }
        }
    }

    private void set(Address node, Directive directive) {
        try (var connection = client.open(node)) {
            connection.ask("CONFIG", "SET", directive.parameter(), directive.argument());
            if (directive.key().equals(Directive.CHANNELS)) {
                connection.ask("ACL", "SETUSER", "default", directive.value());
            }
        }
    }
}
