package io.keydesk.provisioning.node;

/** What a node that does not run may do now. */
public sealed interface StartDecision {

    /** Start as primary. */
    record Lead() implements StartDecision {}

    /** Start as replica of the node with this index. */
    record Follow(int index) implements StartDecision {}

    /** Have a Sentinel promote a node that has the data, then ask again. */
    record OrderFailover(String why) implements StartDecision {}

    /** Start nothing, and ask again. */
    record Wait(String why) implements StartDecision {}
}
