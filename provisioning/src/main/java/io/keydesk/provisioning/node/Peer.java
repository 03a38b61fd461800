package io.keydesk.provisioning.node;

import io.keydesk.provisioning.valkey.NodeAnswer;

/** What another node says of itself to one that wants to start. */
public enum Peer {
    PRIMARY_WITH_DATA,
    PRIMARY_EMPTY,
    REPLICA_WITH_DATA,
    REPLICA_EMPTY,
    /** A replica with data that heard from its primary within the last 2 s. */
    LINKED_WITH_DATA,
    /** A replica without data that heard from its primary within the last 2 s. */
    LINKED_EMPTY,
    /** It is known not to run, and as far as can be seen its disk holds nothing. */
    NONE,
    /** It is known not to run, and what it has written to disk is there. */
    STOPPED_WITH_DATA,
    /** No answer came: it may be alive. */
    UNKNOWN;

    /** @param stored whether its data is known to be on its disk */
    static Peer of(NodeAnswer answer, boolean stored) {
        return switch (answer) {
            case NodeAnswer.Nobody _ -> stored ? STOPPED_WITH_DATA : NONE;
            case NodeAnswer.Silence _ -> UNKNOWN;
            case NodeAnswer.Answered(var said)
            when said.isPrimary() -> said.hasData() ? PRIMARY_WITH_DATA : PRIMARY_EMPTY;
            case NodeAnswer.Answered(var said)
            when said.heardRecently() -> said.hasData() ? LINKED_WITH_DATA : LINKED_EMPTY;
            case NodeAnswer.Answered(var said) -> said.hasData() ? REPLICA_WITH_DATA : REPLICA_EMPTY;
        };
    }

    boolean isPrimary() {
        return this == PRIMARY_WITH_DATA || this == PRIMARY_EMPTY;
    }

    boolean isLinked() {
        return this == LINKED_WITH_DATA || this == LINKED_EMPTY;
    }

    boolean runs() {
        return this != NONE && this != STOPPED_WITH_DATA;
    }

    /** Whether a node that runs has some. */
    boolean hasData() {
        return this == PRIMARY_WITH_DATA || this == REPLICA_WITH_DATA || this == LINKED_WITH_DATA;
    }
}
