package io.keydesk.provisioning.valkey;

import java.util.Optional;

/** What came of asking a node about itself. */
public sealed interface NodeAnswer {

    default Optional<NodeState> state() {
        return Optional.empty();
    }

    /** It said this. */
    record Answered(NodeState said) implements NodeAnswer {
        @Override
        public Optional<NodeState> state() {
            return Optional.of(said);
        }
    }

    /** Nobody listens there: the process is known not to run. */
    record Nobody() implements NodeAnswer {}

    /**
     * No answer came: it may be alive, frozen or cut off.
     *
     * @param refusal what it said instead of letting keydesk in; empty if it said nothing
     */
    record Silence(String refusal) implements NodeAnswer {}
}
