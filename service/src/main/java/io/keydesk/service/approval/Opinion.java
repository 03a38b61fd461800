package io.keydesk.service.approval;

import io.keydesk.service.answer.Refusal;

/** What a policy says of a case. */
public sealed interface Opinion {

    /** It must not be filed, or approved. */
    record Refuses(Refusal refusal) implements Opinion {}

    /** It may be approved at once, without people. */
    record Approves(String because) implements Opinion {}

    /** That many different people must approve. */
    record Asks(int people, String because) implements Opinion {}

    /** It does not concern this policy. */
    record Abstains() implements Opinion {}
}
